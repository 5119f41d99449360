package io.stockledger.command.writer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets commands through to be decided: those whose products are in memory. The others are parked
 * until their products have been loaded. Only the loop's thread calls it.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final Inbox inbox;
    private final ProductCache cache;
    private final ProductLoader loads;
    private final ParkedCommands parked;
    private final WriterMetrics metrics;

    Admission(
            Inbox inbox,
            ProductCache cache,
            ProductLoader loads,
            ParkedCommands parked,
            WriterMetrics metrics) {
        this.inbox = inbox;
        this.cache = cache;
        this.loads = loads;
        this.parked = parked;
        this.metrics = metrics;
    }

    /** What can be decided now of what came, with what waited for the products that came. */
    List<PendingCommand> admit(Inbox.Content content) {
        List<PendingCommand> ready = new ArrayList<>(content.commands().size());
        admit(content, ready);
        return ready;
    }

    /** What can be decided now of commands that were let through before, and not decided. */
    List<PendingCommand> admit(List<PendingCommand> again) {
        List<PendingCommand> ready = new ArrayList<>(again.size());
        admit(again, ready);
        return ready;
    }

    /**
     * What can be decided now that it is this instance's turn at the log's head.
     *
     * @param waiting was let through before
     * @param room for what has come meanwhile
     */
    List<PendingCommand> atTurn(List<PendingCommand> waiting, Inbox.Room room) {
        List<PendingCommand> ready = admit(waiting);
        admit(inbox.takeNow(room), ready);
        return ready;
    }

    /**
     * What can be decided again of commands that were decided: their products may have left memory
     * since. Time is no reason any more to turn one away, since a try to append it may still be on
     * its way to the store.
     */
    List<PendingCommand> stillReady(List<PendingCommand> decided) {
        List<PendingCommand> ready = new ArrayList<>(decided.size());
        letThrough(decided, ready);
        return ready;
    }

    /** Whether commands wait for a product that is being loaded. */
    boolean hasParked() {
        return !parked.isEmpty();
    }

    private void admit(Inbox.Content content, List<PendingCommand> ready) {
        content.loads().forEach(loaded -> takeIn(loaded, ready));
        admit(content.commands(), ready);
    }

    private void takeIn(ProductLoader.Loaded loaded, List<PendingCommand> ready) {
        loads.finished(loaded);
        loaded.products().values().forEach(cache::put);
        List<PendingCommand> released = new ArrayList<>();
        for (String productId : loaded.products().keySet()) {
            released.addAll(parked.release(productId));
        }
        admit(released, ready);
        loaded.failures()
                .forEach(
                        (productId, failure) -> {
                            LOG.error("Product '{}' cannot be loaded", productId, failure);
                            parked.release(productId)
                                    .forEach(command -> command.fail(failure, metrics));
                        });
    }

    /** Lets through what can be decided now, except what has waited too long. */
    private void admit(List<PendingCommand> commands, List<PendingCommand> ready) {
        long now = System.nanoTime();
        List<PendingCommand> inTime = new ArrayList<>(commands.size());
        for (PendingCommand command : commands) {
            if (command.isPastDeadline(now)) {
                turnAway(command, "the command waited longer than it may");
            } else {
                inTime.add(command);
            }
        }
        letThrough(inTime, ready);
    }

    /**
     * Lets through what can be decided now; parks what needs a product that is not in memory, an
     * order under the first such product.
     */
    private void letThrough(List<PendingCommand> commands, List<PendingCommand> ready) {
        Set<String> missing = new LinkedHashSet<>();
        for (PendingCommand command : commands) {
            String lacking = firstLacking(command);
            if (lacking == null) {
                ready.add(command);
            } else if (parked.park(command, lacking)) {
                command.productIds().stream()
                        .filter(id -> cache.get(id) == null)
                        .forEach(missing::add);
            } else {
                turnAway(command, "too many commands wait for this product to be loaded");
            }
        }
        loads.request(missing);
    }

    private @Nullable String firstLacking(PendingCommand command) {
        for (String productId : command.productIds()) {
            if (cache.get(productId) == null || parked.has(productId)) {
                return productId;
            }
        }
        return null;
    }

    private void turnAway(PendingCommand command, String why) {
        metrics.overloaded(command.request().command());
        command.outcome().completeExceptionally(new OverloadedException(why));
    }
}
