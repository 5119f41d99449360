package io.stockledger.system.faults.history;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;

/**
 * The event log from a position on, as the database holds it after the faults.
 *
 * @param after the position before the first event
 * @param head the position that the head of the log names
 * @param events in the order of their positions
 * @param receipts those whose events are among these
 */
public record EventLog(long after, long head, List<LogEvent> events, List<Receipt> receipts) {

    /** An event with the part of its metadata that names its command. */
    public record LogEvent(
            long position,
            String eventId,
            String productId,
            long sequenceNumber,
            String type,
            Instant occurredAt,
            JsonNode payload,
            String commandId,
            @Nullable String correlationId) {}

    /** The record of an idempotency key. */
    public record Receipt(String key, long firstPosition, int eventCount) {

        boolean covers(long position) {
            return position >= firstPosition && position < firstPosition + eventCount;
        }
    }

    /** Returns the idempotency key of the command that caused the event, else its correlation. */
    public @Nullable String owner(LogEvent event) {
        for (Receipt receipt : receipts) {
            if (receipt.covers(event.position())) {
                return receipt.key();
            }
        }
        return event.correlationId();
    }
}
