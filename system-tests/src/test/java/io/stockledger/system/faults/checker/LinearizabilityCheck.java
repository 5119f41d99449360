package io.stockledger.system.faults.checker;

import io.stockledger.system.faults.checker.LinearSearch.Operation;
import io.stockledger.system.faults.checker.StockRules.Ruling;
import io.stockledger.system.faults.history.CommandResult.Recorded;
import io.stockledger.system.faults.history.CommandResult.RecordedEvent;
import io.stockledger.system.faults.history.CommandResult.Refused;
import io.stockledger.system.faults.history.EventLog.LogEvent;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.HistoryEntry.ProductRead;
import io.stockledger.system.faults.history.HistoryEntry.StockSeen;
import io.stockledger.system.faults.history.SeedEvidence;
import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.history.StockCommand.CancelOrder;
import io.stockledger.system.faults.history.StockCommand.ReserveOrder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks that each steady product behaves at the command services like one object behind one lock.
 * Linearizability is local: the part of a basket that is about one product is an operation of that
 * product. A command whose outcome no client knows counts only if it is in the log, and may have
 * taken effect at any time after its beginning.
 */
final class LinearizabilityCheck {

    private final Map<String, List<Operation<StockState>>> operations = new TreeMap<>();

    private LinearizabilityCheck(SeedEvidence evidence) {
        evidence.steadyProducts().forEach(id -> operations.put(id, new ArrayList<>()));
    }

    static List<Violation> check(SeedEvidence evidence) {
        var check = new LinearizabilityCheck(evidence);
        Commands.of(evidence).values().forEach(check::addCommand);
        evidence.history().entries(ProductRead.class).forEach(check::addRead);
        var violations = new ArrayList<Violation>();
        check.operations.forEach(
                (productId, ofProduct) -> {
                    var failure = LinearSearch.failureOf(StockState.UNREGISTERED, ofProduct);
                    if (failure != null) {
                        violations.add(
                                new Violation(
                                        "linearizable",
                                        "%s: after %d of %d operations at %s none of these fits: %s"
                                                .formatted(
                                                        productId,
                                                        failure.ordered(),
                                                        ofProduct.size(),
                                                        failure.state(),
                                                        failure.misfits())));
                    }
                });
        return violations;
    }

    private void addCommand(Commands.Command command) {
        Map<String, Long> versions = new TreeMap<>();
        long end = Long.MAX_VALUE;
        CommandCall acknowledgement = command.firstAcknowledgement();
        if (acknowledgement != null && acknowledgement.result() instanceof Recorded recorded) {
            for (RecordedEvent event : recorded.events()) {
                versions.merge(event.productId(), event.sequenceNumber(), Math::max);
            }
            end = acknowledgement.endNanos();
        } else {
            for (LogEvent event : command.events()) {
                versions.merge(event.productId(), event.sequenceNumber(), Math::max);
            }
        }
        for (Map.Entry<String, Long> version : versions.entrySet()) {
            StockCommand sent = command.command();
            String productId = version.getKey();
            long reached = version.getValue();
            add(
                    productId,
                    sent + " recorded as version " + reached,
                    command.beginNanos(),
                    end,
                    state -> {
                        Ruling ruling = StockRules.decide(state, sent, productId);
                        StockState next = ruling.next();
                        return next != null && next.version() == reached ? next : null;
                    });
        }
        for (CommandCall call : command.calls()) {
            if (call.result() instanceof Refused refused) {
                addRefusal(call, refused);
            }
        }
    }

    /** A refused order says something about the products only that it names as short. */
    private void addRefusal(CommandCall call, Refused refused) {
        StockCommand sent = call.command();
        if (sent instanceof CancelOrder) {
            return;
        }
        for (String productId : sent.productIds()) {
            Long available = refused.available().get(productId);
            if (sent instanceof ReserveOrder && available == null) {
                continue;
            }
            add(
                    productId,
                    sent + " refused as " + refused,
                    call.beginNanos(),
                    call.endNanos(),
                    state -> {
                        Ruling ruling = StockRules.decide(state, sent, productId);
                        return ruling.problem().equals(refused.problem())
                                        && (available == null || available == ruling.available())
                                ? state
                                : null;
                    });
        }
    }

    private void addRead(ProductRead read) {
        StockSeen seen = read.stock();
        if (seen != null) {
            add(
                    read.productId(),
                    "read of " + seen + " at " + read.target(),
                    read.beginNanos(),
                    read.endNanos(),
                    state -> state.isShownBy(seen, true) ? state : null);
        }
    }

    private void add(String productId, String label, long begin, long end, Step step) {
        List<Operation<StockState>> ofProduct = operations.get(productId);
        if (ofProduct != null) {
            ofProduct.add(new Operation<>(label, begin, end, step::apply));
        }
    }

    private interface Step {
        @Nullable StockState apply(StockState state);
    }
}
