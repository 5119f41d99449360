package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.NewerEvents;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.events.EventEnvelope;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A batch that is decided while this instance has the head of the log locked. The store calls
 * {@link #decide} inside the transaction: first with the events that this instance does not know,
 * and again if the batch rests on a stale stream, repeats a known idempotency key or lacks products
 * of an order. Every call replaces the decisions. Only the loop's thread uses it.
 */
final class ExclusiveBatch {

    private final ProductCache cache;
    private final BiFunction<List<CommandRequest>, Map<String, Receipt>, Batch> decider;
    private final UnaryOperator<List<CommandRequest>> readmission;
    private UnaryOperator<List<CommandRequest>> admission;
    private List<CommandRequest> commands;
    private Batch decisions;
    private Batch previous;
    private final Map<String, Receipt> knownReceipts = new HashMap<>();

    /**
     * A batch before its first exclusive append.
     *
     * @param decisions the decisions that have been made already; empty if there are none
     * @param decider decides commands in a new, closed batch, with the receipts of known keys
     * @param admission selects the commands that the first call decides
     * @param readmission selects the commands that later calls decide
     */
    ExclusiveBatch(
            List<CommandRequest> commands,
            Batch decisions,
            ProductCache cache,
            BiFunction<List<CommandRequest>, Map<String, Receipt>, Batch> decider,
            UnaryOperator<List<CommandRequest>> admission,
            UnaryOperator<List<CommandRequest>> readmission) {
        this.commands = commands;
        this.decisions = decisions;
        this.previous = decisions;
        this.cache = cache;
        this.decider = decider;
        this.admission = admission;
        this.readmission = readmission;
    }

    List<CommandRequest> commands() {
        return commands;
    }

    /** The latest decisions. */
    Batch decisions() {
        return decisions;
    }

    /** Begins another append of this batch. The earlier append may still reach the store. */
    void beginAppend() {
        previous = decisions;
    }

    /**
     * Applies the newer events and decides the commands again. If the newer events are those of
     * this batch, because a lost append has reached the store late, its decisions stay and an empty
     * batch is appended.
     */
    AppendBatch decide(NewerEvents newer) {
        decisions.undo();
        cache.apply(newer);
        if (isAmong(newer.events())) {
            decisions = previous;
            return decider.apply(List.of(), Map.of());
        }
        for (CommandRequest command : commands) {
            String order = command.wholeOrder();
            if (order != null && newer.changedOrders().contains(order)) {
                command.forgetProductsOfOrder();
            }
        }
        commands = admission.apply(commands);
        admission = readmission;
        knownReceipts.putAll(newer.receipts());
        decisions = decider.apply(commands, Map.copyOf(knownReceipts));
        return decisions;
    }

    /** Whether the last append found the decisions from before it in the log. */
    boolean wasFoundInLog() {
        return decisions.equals(previous);
    }

    /** A batch is written as a whole or not at all, so looking for its first event is enough. */
    private boolean isAmong(List<EventEnvelope> written) {
        if (previous.events().isEmpty()) {
            return false;
        }
        var firstId = previous.events().getFirst().eventId();
        return written.stream().anyMatch(event -> event.eventId().equals(firstId));
    }
}
