package io.stockledger.command.http.bulk;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ReturnCommand;
import io.stockledger.command.http.CommandExchange;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.OverloadedException;
import io.stockledger.http.ProblemException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits the commands of one bulk request so that the commands on one product are decided in the
 * order of their lines.
 *
 * <ul>
 *   <li>The writer loop keeps the order of commands on single products.
 *   <li>It may park a command on an order until a product is loaded and decide later commands
 *       first. So a command on an order is submitted after all earlier commands on its products are
 *       decided, and later commands on these products wait for it.
 *   <li>It decides later commands first while it has the shipments of a return looked up. So later
 *       commands on the product of a return wait for it.
 *   <li>A command that needs data from the event log is completed after the earlier commands that
 *       can change this data are decided.
 * </ul>
 *
 * Used by one thread.
 */
final class InFlightCommands {

    private static final long QUEUE_RETRY_MS = 5;

    private final CommandExchange exchange;
    private final long waitMsMax;
    private final int sizeMax;
    private final Map<Subject, PendingDecision> pending = new HashMap<>();

    /**
     * A bulk request of which no command has been submitted yet.
     *
     * @param waitMsMax the longest time that a command waits for earlier commands or for room in
     *     the queue, in milliseconds
     * @param sizeMax the approximate number of commands that are submitted and not yet answered
     */
    InFlightCommands(CommandExchange exchange, long waitMsMax, int sizeMax) {
        this.exchange = exchange;
        this.waitMsMax = waitMsMax;
        this.sizeMax = sizeMax;
    }

    /** A product or an order. Commands with a common subject may have to wait for each other. */
    private sealed interface Subject {
        record OfProduct(String productId) implements Subject {}

        record OfOrder(String orderId) implements Subject {}
    }

    /**
     * The submitted commands on one subject.
     *
     * @param decided completes when all of them are decided
     * @param overtakable whether the writer loop may decide later commands before the last of them
     */
    private record PendingDecision(CompletableFuture<?> decided, boolean overtakable) {}

    /**
     * Submits the command after the commands that it has to wait for.
     *
     * @return the outcome, as the processor returns it
     * @throws ProblemException outcome-unknown, if the event store does not answer
     * @throws OverloadedException if it waited for too long
     */
    CompletableFuture<CommandOutcome> submit(CommandRequest request) throws InterruptedException {
        Command command = request.command();
        for (Subject subject : readFromLog(command)) {
            await(subject, false);
        }
        CommandRequest complete = exchange.complete(request);
        // The writer loop can change the command of a request that is submitted.
        Command completeCommand = complete.command();
        boolean order = command instanceof OrderCommand;
        for (String productId : completeCommand.productIds()) {
            await(new Subject.OfProduct(productId), !order);
        }
        CompletableFuture<CommandOutcome> outcome = submitWhenRoom(complete);
        remember(completeCommand, outcome);
        return outcome;
    }

    /** The subjects of the data from the event log with which the command is completed. */
    private static List<Subject> readFromLog(Command command) {
        return switch (command) {
            case CountStock c when c.asOf() != null ->
                    List.of(new Subject.OfProduct(c.productId()));
            case CancelOrder c -> List.of(new Subject.OfOrder(c.orderId()));
            case ChangeOrder c -> List.of(new Subject.OfOrder(c.orderId()));
            case ReassignOrder c ->
                    List.of(new Subject.OfOrder(c.orderId()), new Subject.OfOrder(c.toOrderId()));
            default -> List.of();
        };
    }

    private void await(Subject subject, boolean onlyOvertakable) throws InterruptedException {
        PendingDecision before = pending.get(subject);
        if (before == null || (onlyOvertakable && !before.overtakable)) {
            return;
        }
        try {
            // Waits for the decision only; a refusal or failure is reported for its own line.
            var _ = before.decided.handle((_, _) -> true).get(waitMsMax, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw new OverloadedException("earlier lines are not decided yet");
        }
        pending.remove(subject);
    }

    /** Waits for room if the queue is full, so that no further lines are read until then. */
    private CompletableFuture<CommandOutcome> submitWhenRoom(CommandRequest complete)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMsMax);
        do {
            if (exchange.hasRoomForBulk()) {
                try {
                    return exchange.submit(complete);
                } catch (OverloadedException _) {
                    // Other commands have filled the queue since, so this one waits for room.
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(QUEUE_RETRY_MS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (System.nanoTime() - deadline <= 0);
        throw new OverloadedException("too many commands are waiting");
    }

    private void remember(Command command, CompletableFuture<CommandOutcome> outcome) {
        if (pending.size() >= 2 * sizeMax) {
            pending.values().removeIf(each -> each.decided.isDone());
        }
        boolean overtakable = command instanceof OrderCommand || command instanceof ReturnCommand;
        for (String productId : command.productIds()) {
            remember(new Subject.OfProduct(productId), outcome, overtakable);
        }
        for (String orderId : reservingOrders(command)) {
            remember(new Subject.OfOrder(orderId), outcome, overtakable);
        }
    }

    private void remember(
            Subject subject, CompletableFuture<CommandOutcome> outcome, boolean overtakable) {
        pending.merge(
                subject,
                new PendingDecision(outcome, overtakable),
                (before, last) ->
                        before.decided.isDone()
                                ? last
                                : new PendingDecision(
                                        CompletableFuture.allOf(
                                                before.decided.handle((_, _) -> true), outcome),
                                        overtakable));
    }

    /**
     * The orders that can reserve a product for the first time by the command. Later commands on
     * all that such an order holds must include it.
     */
    private static List<String> reservingOrders(Command command) {
        return switch (command) {
            case ReserveStock c -> List.of(c.orderId());
            case ShipStock c when c.beyondReservation() -> List.of(c.orderId());
            case ReserveOrder c -> List.of(c.orderId());
            case ChangeOrder c -> List.of(c.orderId());
            case ReassignOrder c -> List.of(c.orderId(), c.toOrderId());
            case ShipOrder c when c.beyondReservation() -> List.of(c.orderId());
            case SellOrder c -> List.of(c.orderId());
            default -> List.of();
        };
    }
}
