package io.stockledger.command.writer;

import io.stockledger.events.UnreadableEventException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Selects the commands that can be decided now: those whose products are all in memory. The other
 * commands are parked until the product loader has loaded their products. Commands on the same
 * product keep their order. Only the loop's thread uses it.
 *
 * <p>A command whose order has to be looked up leaves the loop for the time of the look-up. Later
 * commands on its products do not wait for it.
 *
 * <p>The number of commands that are parked or wait for a look-up is bounded. The number of parked
 * commands is bounded per product as well, so that one product that takes long to load cannot use
 * up the room for the others.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final ProductCache cache;
    private final ProductLoader loader;
    private final OrderLookUps orderLookUps;
    private final WriterMetrics metrics;
    private final int parkedMax;
    private final int parkedPerProductMax;
    private final Map<String, Queue<CommandRequest>> parkedByProduct = new HashMap<>();
    private int parkedCount;

    Admission(
            ProductCache cache,
            ProductLoader loader,
            OrderLookUps orderLookUps,
            WriterMetrics metrics,
            int parkedMax,
            int parkedPerProductMax) {
        this.cache = cache;
        this.loader = loader;
        this.orderLookUps = orderLookUps;
        this.metrics = metrics;
        this.parkedMax = parkedMax;
        this.parkedPerProductMax = parkedPerProductMax;
    }

    /**
     * The commands that can be decided: first the parked commands whose products have been loaded
     * and those whose orders have been looked up, then the new ones.
     */
    List<CommandRequest> admit(Inbox.Input input) {
        List<CommandRequest> admitted = new ArrayList<>(input.commands().size());
        input.loads().forEach(loaded -> accept(loaded, admitted));
        input.lookUps().forEach(lookUp -> accept(lookUp, admitted));
        admitInTime(input.commands(), admitted);
        return admitted;
    }

    /** Returns those commands that can be decided. Commands past their deadline fail. */
    List<CommandRequest> admit(List<CommandRequest> commands) {
        List<CommandRequest> admitted = new ArrayList<>(commands.size());
        admitInTime(commands, admitted);
        return admitted;
    }

    /**
     * The commands that can be decided again, because their products are still in memory. The
     * deadline no longer applies: an earlier attempt to append these commands may still be on its
     * way to the store.
     */
    List<CommandRequest> readmit(List<CommandRequest> decided) {
        List<CommandRequest> admitted = new ArrayList<>(decided.size());
        admitLoaded(decided, admitted);
        return admitted;
    }

    /**
     * Loads the products of all parked commands again, because the log has started another epoch.
     * Nothing may be in memory.
     */
    void loadAgain() {
        loader.startAgain();
        Set<String> missing = new LinkedHashSet<>();
        for (Queue<CommandRequest> parked : parkedByProduct.values()) {
            parked.forEach(command -> missing.addAll(command.productIds()));
        }
        loader.request(missing);
    }

    /**
     * Has the order of an undecided command looked up. The command is admitted again afterwards, or
     * fails if too many commands wait or the event store fails.
     */
    void lookUpOrder(CommandRequest command) {
        if (hasRoom()) {
            orderLookUps.request(command);
        } else {
            failOverloaded(command, "too many commands wait for their orders to be looked up");
        }
    }

    /** Whether commands wait for a product that is being loaded or for a look-up. */
    boolean hasWaiting() {
        return parkedCount + orderLookUps.commandCount() > 0;
    }

    private boolean hasRoom() {
        return parkedCount + orderLookUps.commandCount() < parkedMax;
    }

    private void accept(OrderLookUps.Result lookUp, List<CommandRequest> admitted) {
        orderLookUps.finished(lookUp);
        Throwable failure = lookUp.failure();
        if (failure == null) {
            lookUp.giveToCommands();
            admitInTime(lookUp.commands(), admitted);
            return;
        }
        LOG.error(
                "Orders cannot be looked up; {} commands that wait for them fail",
                lookUp.commands().size(),
                failure);
        lookUp.commands().forEach(command -> fail(command, failure));
    }

    private void accept(LoadedProducts loaded, List<CommandRequest> admitted) {
        loader.finished(loaded);
        if (loader.isOutdated(loaded)) {
            return;
        }
        if (cache.epoch() == null) {
            // The products are loaded again once the epoch is known.
            loaded.failures().forEach(this::failParked);
            return;
        }
        loaded.products().values().forEach(cache::put);
        List<CommandRequest> released = new ArrayList<>();
        for (String productId : loaded.products().keySet()) {
            released.addAll(release(productId));
        }
        admitInTime(released, admitted);
        loaded.failures().forEach(this::failParked);
    }

    private void failParked(String productId, RuntimeException failure) {
        Collection<CommandRequest> commands = release(productId);
        if (failure instanceof UnreadableEventException) {
            LOG.warn(
                    "Product '{}' cannot be loaded; {} commands that wait for it are refused until"
                            + " its event is corrected or a version that knows it runs: {}",
                    productId,
                    commands.size(),
                    failure.getMessage());
        } else {
            LOG.error(
                    "Product '{}' cannot be loaded; {} commands that wait for it fail",
                    productId,
                    commands.size(),
                    failure);
        }
        commands.forEach(command -> fail(command, failure));
    }

    private void fail(CommandRequest command, Throwable failure) {
        metrics.failed(command.command());
        command.outcome().completeExceptionally(failure);
    }

    private void admitInTime(List<CommandRequest> commands, List<CommandRequest> admitted) {
        long now = System.nanoTime();
        List<CommandRequest> inTime = new ArrayList<>(commands.size());
        for (CommandRequest command : commands) {
            if (command.isPastDeadline(now)) {
                failOverloaded(command, "the command waited too long");
            } else {
                inTime.add(command);
            }
        }
        admitLoaded(inTime, admitted);
    }

    /** Parks each command that needs a missing product, under the first such product. */
    private void admitLoaded(List<CommandRequest> commands, List<CommandRequest> admitted) {
        Set<String> missing = new LinkedHashSet<>();
        for (CommandRequest command : commands) {
            String productId = firstMissing(command);
            if (productId == null) {
                admitted.add(command);
            } else if (park(command, productId)) {
                for (String id : command.productIds()) {
                    if (cache.get(id) == null) {
                        missing.add(id);
                    }
                }
            } else {
                failOverloaded(command, "too many commands wait for this product to be loaded");
            }
        }
        loader.request(missing);
    }

    /** A product with parked commands counts as missing, so that its commands keep their order. */
    private @Nullable String firstMissing(CommandRequest command) {
        for (String productId : command.productIds()) {
            if (cache.get(productId) == null || parkedByProduct.containsKey(productId)) {
                return productId;
            }
        }
        return null;
    }

    private boolean park(CommandRequest command, String productId) {
        Queue<CommandRequest> parked = parkedByProduct.get(productId);
        if (!hasRoom() || (parked != null && parked.size() >= parkedPerProductMax)) {
            return false;
        }
        parkedByProduct.computeIfAbsent(productId, _ -> new ArrayDeque<>()).add(command);
        parkedCount++;
        return true;
    }

    private Collection<CommandRequest> release(String productId) {
        Queue<CommandRequest> parked = parkedByProduct.remove(productId);
        if (parked == null) {
            return new ArrayDeque<>();
        }
        parkedCount -= parked.size();
        return parked;
    }

    private void failOverloaded(CommandRequest command, String reason) {
        metrics.overloaded(command.command());
        command.outcome().completeExceptionally(new OverloadedException(reason));
    }
}
