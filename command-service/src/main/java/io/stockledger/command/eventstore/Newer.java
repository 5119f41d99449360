package io.stockledger.command.eventstore;

import io.stockledger.events.EventEnvelope;

import java.util.List;
import java.util.Map;

/**
 * What the log holds beyond what a caller knew.
 *
 * @param events each stream's in sequence
 * @param receipts of those of the caller's keys that are known, by key
 */
public record Newer(List<EventEnvelope> events, Map<String, Receipt> receipts) {}
