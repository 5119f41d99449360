package io.stockledger.events;

import org.jspecify.annotations.Nullable;

/**
 * The origin of an event. Fields that are null are left out of the JSON. An older reader ignores
 * fields that a newer version adds.
 *
 * @param commandId the id of the command that caused the event, a UUIDv7 as text
 * @param correlationId the caller's {@code X-Correlation-Id}, or the id that the service has given
 *     the request
 * @param actor the person or system that sent the command, or null if unknown
 * @param traceparent the W3C trace context of the request, or null if it had none
 * @param reference the document of a physical count, whose event has no field for it
 */
public record EventMetadata(
        String commandId,
        @Nullable String correlationId,
        @Nullable String actor,
        @Nullable String traceparent,
        @Nullable String reference) {}
