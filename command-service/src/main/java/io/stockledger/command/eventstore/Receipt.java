package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;

import java.util.List;
import java.util.UUID;

/**
 * What an idempotency key stands for: the command it came with and the events that were recorded
 * for it, of which there is at least one.
 */
public record Receipt(String key, UUID fingerprint, List<EventEnvelope> events) {}
