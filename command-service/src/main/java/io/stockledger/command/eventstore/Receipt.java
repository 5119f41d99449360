package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.UnreadableEventException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * The stored outcome of an idempotency key: the content of its command and the events that were
 * recorded for it.
 *
 * @param fingerprint identifies the content of the command
 * @param events at least one, in log order; those that can be read, if one cannot
 * @param unreadable why an event of the key cannot be read; null if all can
 */
public record Receipt(
        String key,
        UUID fingerprint,
        List<EventEnvelope> events,
        @Nullable UnreadableEventException unreadable) {}
