package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;

import java.util.List;
import java.util.UUID;

/**
 * The stored outcome of an idempotency key: the content of its command and the events that were
 * recorded for it.
 *
 * @param fingerprint identifies the content of the command
 * @param events at least one, in log order
 */
public record Receipt(String key, UUID fingerprint, List<EventEnvelope> events) {}
