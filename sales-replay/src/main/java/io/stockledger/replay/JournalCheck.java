package io.stockledger.replay;

import io.stockledger.cli.services.Deadline;
import io.stockledger.replay.AuditTrail.TrailEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that the event log has every acknowledged command of a journal at its place. */
final class JournalCheck {

    private JournalCheck() {}

    /**
     * Reads the audit trail of every product of the journal.
     *
     * @param waitFor how long to wait for an answer of the command service
     */
    static void check(
            List<Journal.Entry> journal,
            AuditTrail trail,
            int inFlight,
            Duration waitFor,
            Differences differences) {
        Map<String, List<Journal.Entry>> byProduct = new LinkedHashMap<>();
        for (Journal.Entry entry : journal) {
            byProduct.computeIfAbsent(entry.productId(), id -> new ArrayList<>()).add(entry);
        }
        ConcurrentWork.each(
                List.copyOf(byProduct.entrySet()),
                inFlight,
                product -> {
                    List<TrailEvent> events = trail.all(product.getKey(), Deadline.in(waitFor));
                    compare(product.getKey(), product.getValue(), events, differences);
                });
    }

    static void compare(
            String productId,
            List<Journal.Entry> acknowledged,
            List<TrailEvent> trail,
            Differences differences) {
        for (int index = 0; index < trail.size(); index++) {
            if (trail.get(index).sequenceNumber() != index + 1) {
                differences.add(
                        "%s: the audit trail has a gap: its event %d has the sequence number %d"
                                .formatted(
                                        productId, index + 1, trail.get(index).sequenceNumber()));
                return;
            }
        }
        for (Journal.Entry entry : acknowledged) {
            for (Journal.Event event : entry.events()) {
                compare(productId, entry, event, trail, differences);
            }
        }
    }

    private static void compare(
            String productId,
            Journal.Entry entry,
            Journal.Event acknowledged,
            List<TrailEvent> trail,
            Differences differences) {
        long number = acknowledged.sequenceNumber();
        if (number < 1 || number > trail.size()) {
            differences.add(
                    "%s: lost: event %s, number %d, was acknowledged, but the audit trail ends at %d"
                            .formatted(productId, acknowledged.eventId(), number, trail.size()));
            return;
        }
        TrailEvent found = trail.get((int) number - 1);
        if (!found.eventId().equals(acknowledged.eventId())) {
            differences.add(
                    "%s: lost: event %s, number %d, was acknowledged, but the audit trail has %s"
                            .formatted(productId, acknowledged.eventId(), number, found.eventId()));
        } else if (number == entry.version() && found.position() != entry.position()) {
            differences.add(
                    "%s: event %s was acknowledged at position %d, but the audit trail has it at %d"
                            .formatted(
                                    productId,
                                    acknowledged.eventId(),
                                    entry.position(),
                                    found.position()));
        }
    }
}
