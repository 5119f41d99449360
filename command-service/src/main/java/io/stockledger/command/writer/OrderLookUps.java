package io.stockledger.command.writer;

import io.stockledger.command.domain.OrderCommand.WholeOrderCommand;
import io.stockledger.command.domain.ReturnCommand;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductOfOrder;
import io.stockledger.command.eventstore.ProductsOfOrders;
import io.stockledger.command.eventstore.RecordedShipments;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Looks up orders in the event log, outside the thread of the writer loop: the shipments that limit
 * a return, and the products of a command on a whole order. One look-up serves all commands that
 * wait for one, and two look-ups run at once.
 *
 * <p>Only the loop's thread calls {@link #request}, {@link #finished} and {@link #commandCount}.
 * The look-ups run on the executor and pass their results to the consumer.
 */
final class OrderLookUps {

    /** Few, because one look-up serves all commands that wait. */
    private static final int RUNNING_MAX = 2;

    private final EventStore store;
    private final Executor executor;
    private final Consumer<Result> results;
    private final int productsPerLookUpMax;
    private final Queue<CommandRequest> waiting = new ArrayDeque<>();
    private int running;
    private int commandCount;

    /**
     * The result of one look-up.
     *
     * @param commands the commands that have waited for it
     * @param shipments the shipments of the returns; null without returns
     * @param products the products of the whole orders; null without commands on whole orders
     * @param failure why it has failed, or null if it has not
     */
    record Result(
            List<CommandRequest> commands,
            @Nullable RecordedShipments shipments,
            @Nullable ProductsOfOrders products,
            @Nullable Throwable failure) {

        /** Sets in each command what was looked up for it. */
        void giveToCommands() {
            for (CommandRequest request : commands) {
                if (shipments != null && request.command() instanceof ReturnCommand) {
                    request.setShipments(shipments);
                } else if (products != null) {
                    request.setProductsOfOrder(products);
                }
            }
        }
    }

    /**
     * @param productsPerLookUpMax the number of products, repeats included, that one look-up asks
     *     for; the first command of a look-up may exceed it
     */
    OrderLookUps(
            EventStore store,
            Executor executor,
            Consumer<Result> results,
            int productsPerLookUpMax) {
        this.store = store;
        this.executor = executor;
        this.results = results;
        this.productsPerLookUpMax = productsPerLookUpMax;
    }

    /**
     * Requests a look-up of the order of a command. The events that the command has been decided on
     * must be durable, so that the look-up sees them.
     */
    void request(CommandRequest command) {
        waiting.add(command);
        commandCount++;
        startLookUps();
    }

    /** Accepts the result of a look-up, which makes room for the next one. */
    void finished(Result result) {
        running--;
        commandCount -= result.commands.size();
        startLookUps();
    }

    /** The number of commands that wait for a look-up. */
    int commandCount() {
        return commandCount;
    }

    private void startLookUps() {
        while (running < RUNNING_MAX && !waiting.isEmpty()) {
            var commands = new ArrayList<CommandRequest>();
            int room = productsPerLookUpMax;
            do {
                CommandRequest next = waiting.remove();
                commands.add(next);
                room -= next.productIds().size();
            } while (!waiting.isEmpty() && waiting.element().productIds().size() <= room);
            running++;
            executor.execute(() -> results.accept(lookUp(commands)));
        }
    }

    /** Always has a result, so that the loop gets the commands back whatever fails. */
    private Result lookUp(List<CommandRequest> commands) {
        try {
            return found(commands);
        } catch (RuntimeException | Error e) {
            return new Result(commands, null, null, e);
        }
    }

    private Result found(List<CommandRequest> commands) {
        Map<ProductOfOrder, Long> upToVersions = new HashMap<>();
        Set<String> wholeOrders = new HashSet<>();
        for (CommandRequest request : commands) {
            if (request.command() instanceof ReturnCommand command) {
                for (String productId : request.productIds()) {
                    upToVersions.put(
                            new ProductOfOrder(productId, command.orderId()), Long.MAX_VALUE);
                }
            } else if (request.command() instanceof WholeOrderCommand command) {
                wholeOrders.add(command.orderId());
            }
        }
        return new Result(
                commands,
                upToVersions.isEmpty() ? null : store.shipments(upToVersions),
                wholeOrders.isEmpty() ? null : store.productsOfOrders(wholeOrders),
                null);
    }
}
