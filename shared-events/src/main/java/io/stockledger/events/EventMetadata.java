package io.stockledger.events;

import org.jspecify.annotations.Nullable;

/**
 * What is known about an event's origin. Fields that are absent are left out of the JSON; fields
 * that a newer version adds are ignored by an older reader.
 *
 * @param commandId the command that caused the event, a UUIDv7 in text
 * @param correlationId what the caller sent as {@code X-Correlation-Id}, or what the service gave
 *     the request
 * @param actor who asked, where the caller said so
 * @param traceparent the W3C trace context of the request, where it had one
 * @param reference the document behind a physical count, whose event has no field for it
 */
public record EventMetadata(
        String commandId,
        @Nullable String correlationId,
        @Nullable String actor,
        @Nullable String traceparent,
        @Nullable String reference) {}
