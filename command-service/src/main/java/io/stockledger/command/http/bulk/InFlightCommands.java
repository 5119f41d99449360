package io.stockledger.command.http.bulk;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.http.CommandExchange;
import io.stockledger.command.writer.CommandOutcome;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.command.writer.OverloadedException;
import io.stockledger.http.ProblemException;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
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
     * @param order whether the last of them is a command on an order
     */
    private record PendingDecision(CompletableFuture<?> decided, boolean order) {}

    /**
     * Submits the command after the commands that it has to wait for.
     *
     * @return the outcome, as the processor returns it
     * @throws ProblemException outcome-unknown, if the event store does not answer
     * @throws OverloadedException if it waited for too long
     */
    CompletableFuture<CommandOutcome> submit(CommandRequest request) throws InterruptedException {
        Command command = request.command();
        if (command instanceof CancelOrder(String orderId, _)) {
            await(new Subject.OfOrder(orderId), false);
        } else if (command instanceof CountStock count && count.asOf() != null) {
            await(new Subject.OfProduct(count.productId()), false);
        }
        CommandRequest complete = exchange.complete(request);
        boolean order = command instanceof OrderCommand;
        for (String productId : complete.command().productIds()) {
            await(new Subject.OfProduct(productId), !order);
        }
        CompletableFuture<CommandOutcome> outcome = submitWhenRoom(complete);
        remember(complete.command(), outcome);
        return outcome;
    }

    private void await(Subject subject, boolean onlyForOrders) throws InterruptedException {
        PendingDecision before = pending.get(subject);
        if (before == null || (onlyForOrders && !before.order)) {
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
        boolean order = command instanceof OrderCommand;
        for (String productId : command.productIds()) {
            remember(new Subject.OfProduct(productId), outcome, order);
        }
        String orderId = reservedOrder(command);
        if (orderId != null) {
            remember(new Subject.OfOrder(orderId), outcome, order);
        }
    }

    private void remember(
            Subject subject, CompletableFuture<CommandOutcome> outcome, boolean order) {
        pending.merge(
                subject,
                new PendingDecision(outcome, order),
                (before, last) ->
                        before.decided.isDone()
                                ? last
                                : new PendingDecision(
                                        CompletableFuture.allOf(
                                                before.decided.handle((_, _) -> true), outcome),
                                        order));
    }

    /**
     * The order that the command reserves for. A later cancellation of the order must include it.
     */
    private static @Nullable String reservedOrder(Command command) {
        return switch (command) {
            case ReserveStock c -> c.orderId();
            case ReserveOrder c -> c.orderId();
            default -> null;
        };
    }
}
