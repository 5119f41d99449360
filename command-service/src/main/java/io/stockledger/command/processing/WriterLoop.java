package io.stockledger.command.processing;

import io.stockledger.command.domain.Product;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.events.EventEnvelope;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Decides what has come and appends it in one call, over and over: group commit. The next batch
 * gathers while this one commits. One thread runs it; nothing of a product in memory is shared, so
 * nothing is locked.
 */
final class WriterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final long IDLE_WAIT_MS = 500;
    private static final long OUTCOME_RETRY_MS = 100;
    private static final String WAITED_TOO_LONG = "the command waited longer than it may";

    private final Inbox inbox;
    private final ProductCache cache;
    private final ProductLoads loads;
    private final ParkedCommands parked;
    private final EventStore store;
    private final SnapshotWriter snapshots;
    private final ProcessingMetrics metrics;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final LoopLimits limits;
    private Instant lastDecisionAt = Instant.EPOCH;

    /** The decisions whose append is under way; replaced where they have to be made again. */
    private BatchDecision underWay;

    WriterLoop(
            Inbox inbox,
            ProductCache cache,
            ProductLoads loads,
            ParkedCommands parked,
            EventStore store,
            SnapshotWriter snapshots,
            ProcessingMetrics metrics,
            Clock clock,
            Supplier<UUID> ids,
            LoopLimits limits) {
        this.inbox = inbox;
        this.cache = cache;
        this.loads = loads;
        this.parked = parked;
        this.store = store;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
        this.limits = limits;
        this.underWay = decide(List.of());
    }

    /** One batch, or a short wait where nothing has come. */
    void runOnce() throws InterruptedException {
        Inbox.Content content = inbox.take(limits.batchCommandsMax(), IDLE_WAIT_MS);
        List<PendingCommand> ready = new ArrayList<>(content.commands().size());
        content.loads().forEach(loaded -> takeIn(loaded, ready));
        admit(content.commands(), ready);
        if (!ready.isEmpty()) {
            process(ready);
            cache.shrink();
        }
    }

    /** Whether commands still wait for the loop, in line or for a product that is being loaded. */
    boolean hasWork() {
        return inbox.depth() > 0 || !parked.isEmpty();
    }

    /** Puts loaded products into the cache and lets the commands go on that waited for them. */
    private void takeIn(ProductLoads.Loaded loaded, List<PendingCommand> ready) {
        long now = System.nanoTime();
        loads.finished(loaded);
        loaded.products().values().forEach(cache::put);
        for (String productId : loaded.asked()) {
            RuntimeException failure = loaded.failures().get(productId);
            if (failure == null) {
                for (PendingCommand command : parked.release(productId)) {
                    if (command.isPastDeadline(now)) {
                        turnAway(command, WAITED_TOO_LONG);
                    } else {
                        ready.add(command);
                    }
                }
            } else {
                LOG.error("Product '{}' cannot be loaded", productId, failure);
                parked.release(productId).forEach(command -> fail(command, failure));
            }
        }
    }

    /** Lets through what can be decided now; parks what needs a product that is not in memory. */
    private void admit(List<PendingCommand> commands, List<PendingCommand> ready) {
        long now = System.nanoTime();
        Set<String> missing = new LinkedHashSet<>();
        for (PendingCommand command : commands) {
            String productId = command.productId();
            if (command.isPastDeadline(now)) {
                turnAway(command, WAITED_TOO_LONG);
            } else if (cache.get(productId) != null && !parked.has(productId)) {
                ready.add(command);
            } else if (parked.park(command)) {
                missing.add(productId);
            } else {
                turnAway(command, "too many commands wait for this product to be loaded");
            }
        }
        loads.request(missing);
    }

    private void process(List<PendingCommand> commands) {
        metrics.decided(commands.size());
        underWay = decide(commands);
        long start = System.nanoTime();
        try {
            Appended appended = append(commands);
            underWay.keep();
            underWay.announce(appended, metrics);
            snapshots.afterAppend(underWay.products(), underWay.versionsBefore());
            metrics.appended(System.nanoTime() - start);
        } catch (RuntimeException e) {
            abandon(commands, e);
        }
    }

    private Appended append(List<PendingCommand> commands) {
        try {
            return switch (store.append(underWay.toAppend())) {
                case Appended appended -> appended;
                case Conflicted _ -> {
                    metrics.conflicted();
                    yield appendExclusively(commands);
                }
            };
        } catch (AppendOutcomeUnknownException lost) {
            return findOutcome(commands, lost);
        }
    }

    /**
     * After another instance was faster: with the log's head locked, takes in what it wrote,
     * decides again and appends. Nobody can be faster twice, so no command starves. Where the newer
     * events are the batch's own, because an append that was given up arrived late after all, they
     * stand.
     */
    private Appended appendExclusively(List<PendingCommand> commands) {
        BatchDecision given = underWay;
        given.undo();
        Appended appended =
                store.appendExclusively(
                        given.versionsBefore(),
                        newer -> {
                            takeIn(newer);
                            if (given.isAmong(newer)) {
                                return new AppendBatch(Map.of(), List.of());
                            }
                            underWay = decide(commands);
                            return underWay.toAppend();
                        });
        return underWay == given ? store.outcomeOf(given.toAppend()).orElseThrow() : appended;
    }

    private void takeIn(List<EventEnvelope> newer) {
        for (EventEnvelope event : newer) {
            Product product = cached(event.aggregateId());
            ProductRepository.apply(product, event);
            product.keep();
        }
    }

    /**
     * After the connection was lost in an append: finds out whether it was committed. If it was
     * not, it never will be, and the commands are decided again.
     */
    private Appended findOutcome(
            List<PendingCommand> commands, AppendOutcomeUnknownException lost) {
        LOG.warn("The connection to the event store was lost during an append; finding out", lost);
        long deadline =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.outcomeTimeoutMs());
        while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
            try {
                Optional<Appended> committed =
                        underWay.eventCount() == 0
                                ? Optional.empty()
                                : store.outcomeOf(underWay.toAppend());
                return committed.isPresent() ? committed.get() : appendExclusively(commands);
            } catch (EventStoreException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(OUTCOME_RETRY_MS));
            }
        }
        throw lost;
    }

    /**
     * Ends a batch that could not be appended. What is in memory is again what was durable, or is
     * forgotten.
     */
    private void abandon(List<PendingCommand> commands, RuntimeException cause) {
        LOG.error("A batch of {} commands was not appended", commands.size(), cause);
        underWay.undo();
        boolean nothingWritten =
                cause instanceof EventStoreException
                        && !(cause instanceof AppendOutcomeUnknownException);
        if (!nothingWritten) {
            commands.forEach(command -> cache.evict(command.productId()));
        }
        commands.forEach(command -> fail(command, cause));
    }

    private BatchDecision decide(List<PendingCommand> commands) {
        return new BatchDecision(commands, this::cached, decisionTime(), ids);
    }

    /** The instant of the decision, in microseconds, as the store keeps it; it never goes back. */
    private Instant decisionTime() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (now.isAfter(lastDecisionAt)) {
            lastDecisionAt = now;
        }
        return lastDecisionAt;
    }

    private Product cached(String productId) {
        return Objects.requireNonNull(cache.get(productId), "a product left the cache in use");
    }

    private void fail(PendingCommand command, RuntimeException cause) {
        if (cause instanceof AppendOutcomeUnknownException) {
            metrics.outcomeUnknown(command.request().command());
        } else {
            metrics.failed(command.request().command());
        }
        command.outcome().completeExceptionally(cause);
    }

    private void turnAway(PendingCommand command, String why) {
        metrics.overloaded(command.request().command());
        command.outcome().completeExceptionally(new OverloadedException(why));
    }
}
