package io.stockledger.events;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The chain of upcasters of each event type. A payload of version n passes through the upcasters
 * from n, n + 1 and so on up to the present version of its type. Thread-safe.
 */
final class EventUpcasters {

    private static final EventUpcasters REGISTERED =
            of(ServiceLoader.load(EventUpcaster.class, EventUpcaster.class.getClassLoader()));

    private final Map<EventType, Map<Integer, EventUpcaster>> byType;

    private EventUpcasters(Map<EventType, Map<Integer, EventUpcaster>> byType) {
        this.byType = byType;
    }

    /** The upcasters that are registered in {@code META-INF/services}. */
    static EventUpcasters registered() {
        return REGISTERED;
    }

    /**
     * A chain of these upcasters.
     *
     * @throws IllegalStateException if two of them accept the same version of a type, one accepts
     *     the present version of its type or a later one, or an earlier version from 1 on has none
     */
    static EventUpcasters of(Iterable<EventUpcaster> upcasters) {
        var byType = new EnumMap<EventType, Map<Integer, EventUpcaster>>(EventType.class);
        for (EventUpcaster each : upcasters) {
            EventUpcaster other =
                    byType.computeIfAbsent(each.type(), _ -> new HashMap<>())
                            .put(each.fromVersion(), each);
            if (other != null || each.fromVersion() >= each.type().wireVersion()) {
                throw new IllegalStateException(
                        "the upcaster from version %d of %s is registered twice or leads beyond"
                                        .formatted(each.fromVersion(), each.type().wireName())
                                + " the present version "
                                + each.type().wireVersion());
            }
        }
        for (EventType type : EventType.values()) {
            for (int version = 1; version < type.wireVersion(); version++) {
                if (!byType.getOrDefault(type, Map.of()).containsKey(version)) {
                    throw new IllegalStateException(
                            "no upcaster from version %d of %s is registered"
                                    .formatted(version, type.wireName()));
                }
            }
        }
        return new EventUpcasters(byType);
    }

    /**
     * The payload in the present version of its type.
     *
     * @throws UnreadableEventException if the version is a newer one or has never existed
     */
    JsonNode upcast(EventType type, int version, JsonNode payload) {
        if (version == type.wireVersion()) {
            return payload;
        }
        if (version > type.wireVersion()) {
            throw new UnreadableEventException(
                    "version %d of the event type '%s' is unknown: the event was written by a newer"
                                    .formatted(version, type.wireName())
                            + " version");
        }
        JsonNode upcast = payload;
        for (int from = version; from < type.wireVersion(); from++) {
            EventUpcaster step = byType.getOrDefault(type, Map.of()).get(from);
            if (step == null || !(upcast instanceof ObjectNode object)) {
                throw new UnreadableEventException(
                        "the event type '%s' has no version %d"
                                .formatted(type.wireName(), version));
            }
            upcast = step.upcast(object);
        }
        return upcast;
    }
}
