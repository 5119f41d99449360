package io.stockledger.events;

import tools.jackson.databind.node.ObjectNode;

/**
 * Rewrites the payload of an event type from one version to the next, so that the present code can
 * read an event that an earlier version has written. Events in the database and on the topic keep
 * the form in which they were written. An upcaster depends on nothing but the payload, and is
 * registered in {@code META-INF/services}. Implementations are thread-safe and never change once
 * they are released.
 */
public interface EventUpcaster {

    /** The type of the events. */
    EventType type();

    /** The version of the payloads that it accepts; it returns the version after it. */
    int fromVersion();

    /**
     * The payload in the next version.
     *
     * @param payload a payload of {@link #fromVersion}, which may be changed and returned
     * @throws UnreadableEventException if no version could have written the payload
     */
    ObjectNode upcast(ObjectNode payload);
}
