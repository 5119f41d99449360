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
 * Submits the commands of one bulk request so that those on one product are decided in the order of
 * their lines. Commands on single products keep their order in the writer loop. One on an order may
 * have to wait there for any of its products while others go on, so it is submitted when those
 * before it on its products are decided, and those after it wait for it. What is looked up in the
 * log before a command is submitted waits likewise. For one thread.
 */
final class InFlightCommands {

    private static final long FULL_RETRY_MS = 5;

    private final CommandExchange exchange;
    private final long patienceMs;
    private final int sizeMax;
    private final Map<Subject, Undecided> undecided = new HashMap<>();

    /**
     * Nothing is under way yet.
     *
     * @param patienceMs how long a command waits for those before it, or for a place in line
     * @param sizeMax about how many commands may be under way
     */
    InFlightCommands(CommandExchange exchange, long patienceMs, int sizeMax) {
        this.exchange = exchange;
        this.patienceMs = patienceMs;
        this.sizeMax = sizeMax;
    }

    /** What a command is about, as far as others have to wait for it. */
    private sealed interface Subject {
        record OfProduct(String productId) implements Subject {}

        record OfOrder(String orderId) implements Subject {}
    }

    /**
     * Completes when all commands on a subject are decided.
     *
     * @param order whether the last of them is one on an order
     */
    private record Undecided(CompletableFuture<?> decided, boolean order) {}

    /**
     * Submits the command after all those that it has to wait for.
     *
     * @return completes with the outcome, or as the processor's does
     * @throws ProblemException where the store does not answer
     * @throws OverloadedException where it had to wait for too long
     */
    CompletableFuture<CommandOutcome> submit(CommandRequest asked) throws InterruptedException {
        Command command = asked.command();
        if (command instanceof CancelOrder(String orderId, _)) {
            await(new Subject.OfOrder(orderId), false);
        } else if (command instanceof CountStock count && count.asOf() != null) {
            await(new Subject.OfProduct(count.productId()), false);
        }
        CommandRequest complete = exchange.complete(asked);
        boolean order = command instanceof OrderCommand;
        for (String productId : complete.command().productIds()) {
            await(new Subject.OfProduct(productId), !order);
        }
        CompletableFuture<CommandOutcome> outcome = submitPatiently(complete);
        note(complete.command(), outcome);
        return outcome;
    }

    private void await(Subject subject, boolean onlyForOrders) throws InterruptedException {
        Undecided before = undecided.get(subject);
        if (before == null || (onlyForOrders && !before.order)) {
            return;
        }
        try {
            // How they were decided is of no interest here.
            var _ = before.decided.handle((_, _) -> true).get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw new OverloadedException("those before it are not decided yet");
        }
        undecided.remove(subject);
    }

    /** A line that is full is a reason to read no further for a while, and no answer. */
    private CompletableFuture<CommandOutcome> submitPatiently(CommandRequest complete)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        while (true) {
            try {
                return exchange.submit(complete);
            } catch (OverloadedException full) {
                if (System.nanoTime() - deadline > 0) {
                    throw full;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FULL_RETRY_MS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void note(Command command, CompletableFuture<CommandOutcome> outcome) {
        if (undecided.size() >= 2 * sizeMax) {
            undecided.values().removeIf(each -> each.decided.isDone());
        }
        boolean order = command instanceof OrderCommand;
        for (String productId : command.productIds()) {
            note(new Subject.OfProduct(productId), outcome, order);
        }
        String reservedFor = reservedFor(command);
        if (reservedFor != null) {
            note(new Subject.OfOrder(reservedFor), outcome, order);
        }
    }

    private void note(Subject subject, CompletableFuture<CommandOutcome> outcome, boolean order) {
        undecided.merge(
                subject,
                new Undecided(outcome, order),
                (before, last) ->
                        before.decided.isDone()
                                ? last
                                : new Undecided(
                                        CompletableFuture.allOf(
                                                before.decided.handle((_, _) -> true), outcome),
                                        order));
    }

    /** The order that an order's cancellation may find a new product of, because of the command. */
    private static @Nullable String reservedFor(Command command) {
        return switch (command) {
            case ReserveStock c -> c.orderId();
            case ReserveOrder c -> c.orderId();
            default -> null;
        };
    }
}
