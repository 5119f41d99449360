package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.history.EventLog;
import io.stockledger.system.faults.history.EventLog.LogEvent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds the log: positions and sequence numbers without gaps, ids that occur once, and no event
 * that the contract forbids at its place, such as a grant of more than is available.
 *
 * @param states the states of each product; the index is the version
 */
record LogCheck(Map<String, List<StockState>> states, List<Violation> violations) {

    /**
     * Checks the log.
     *
     * @param products the products that are registered in this part of the log
     */
    static LogCheck of(EventLog log, Set<String> products) {
        var states = new HashMap<String, List<StockState>>();
        var violations = new ArrayList<Violation>();
        var ids = new HashSet<String>();
        long position = log.after();
        for (LogEvent event : log.events()) {
            position++;
            if (event.position() != position) {
                violations.add(
                        new Violation(
                                "positions",
                                "position %d is missing before %s".formatted(position, event)));
                position = event.position();
            }
            if (!ids.add(event.eventId())) {
                violations.add(new Violation("event-ids", "the id occurs twice: " + event));
            }
            if (!products.contains(event.productId())) {
                continue;
            }
            List<StockState> known =
                    states.computeIfAbsent(
                            event.productId(),
                            _ -> new ArrayList<>(List.of(StockState.UNREGISTERED)));
            try {
                known.add(LogFold.after(known.getLast(), event));
            } catch (IllegalStateException | ArithmeticException e) {
                violations.add(
                        new Violation("log-fold", e.getMessage() + " at " + known.getLast()));
            }
        }
        if (position != log.head()) {
            violations.add(
                    new Violation(
                            "positions",
                            "the head is %d and the last event %d"
                                    .formatted(log.head(), position)));
        }
        return new LogCheck(states, violations);
    }

    /** The states of a product; at least the one before its registration. */
    List<StockState> of(String productId) {
        return states.getOrDefault(productId, List.of(StockState.UNREGISTERED));
    }
}
