package io.stockledger.command.processing;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what has come and appends it in one call, over and over: group commit. The next batch is
 * decided while this one commits. One thread runs it; nothing of a product in memory is shared, so
 * nothing is locked.
 */
final class WriterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final long IDLE_WAIT_MS = 500;

    private final Inbox inbox;
    private final ProductCache cache;
    private final ProductLoads loads;
    private final ParkedCommands parked;
    private final GroupCommit groupCommit;
    private final ProcessingMetrics metrics;

    WriterLoop(
            Inbox inbox,
            ProductCache cache,
            ProductLoads loads,
            ParkedCommands parked,
            GroupCommit groupCommit,
            ProcessingMetrics metrics) {
        this.inbox = inbox;
        this.cache = cache;
        this.loads = loads;
        this.parked = parked;
        this.groupCommit = groupCommit;
        this.metrics = metrics;
    }

    /**
     * Takes in what has come, or waits a short while where nothing has, and moves the appends on.
     */
    void runOnce() throws InterruptedException {
        Inbox.Content content = inbox.take(groupCommit.room(), IDLE_WAIT_MS);
        // First, so that the database has its next batch while these commands are decided.
        moveAppendsOn();
        List<PendingCommand> ready = new ArrayList<>(content.commands().size());
        admit(content, ready);
        groupCommit.add(ready);
        moveAppendsOn();
        cache.shrink();
    }

    /** Whether commands still wait: in line, for a product that is being loaded, for an append. */
    boolean hasWork() {
        return inbox.depth() > 0 || !parked.isEmpty() || groupCommit.hasWork();
    }

    private void moveAppendsOn() {
        List<PendingCommand> again = groupCommit.moveOn(this::atTurn);
        while (!again.isEmpty()) {
            List<PendingCommand> ready = new ArrayList<>(again.size());
            admit(again, ready);
            groupCommit.add(ready);
            again = groupCommit.moveOn(this::atTurn);
        }
    }

    private List<PendingCommand> atTurn(List<PendingCommand> waiting, Inbox.Room room) {
        List<PendingCommand> ready = new ArrayList<>(waiting.size());
        admit(waiting, ready);
        admit(inbox.takeNow(room), ready);
        return ready;
    }

    private void admit(Inbox.Content content, List<PendingCommand> ready) {
        content.loads().forEach(loaded -> takeIn(loaded, ready));
        admit(content.commands(), ready);
    }

    /** Puts loaded products into the cache and lets the commands go on that waited for them. */
    private void takeIn(ProductLoads.Loaded loaded, List<PendingCommand> ready) {
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

    /**
     * Lets through what can be decided now; parks what needs a product that is not in memory, an
     * order under the first such product.
     */
    private void admit(List<PendingCommand> commands, List<PendingCommand> ready) {
        long now = System.nanoTime();
        Set<String> missing = new LinkedHashSet<>();
        for (PendingCommand command : commands) {
            String lacking = firstLacking(command);
            if (command.isPastDeadline(now)) {
                turnAway(command, "the command waited longer than it may");
            } else if (lacking == null) {
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
