package io.stockledger.command.processing;

import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendOutcomeUnknownException;
import io.stockledger.command.eventstore.AppendRefusedException;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.AppendResult.Conflicted;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.Newer;
import io.stockledger.command.eventstore.Receipt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * Decides the commands of one batch and appends them in one call, whatever comes between: another
 * instance that was faster, a key that is known, a connection that was lost. Only the loop's thread
 * calls it.
 */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long OUTCOME_RETRY_MS = 100;

    private final ProductCache cache;
    private final FollowedLog followed;
    private final EventStore store;
    private final SnapshotWriter snapshots;
    private final ProcessingMetrics metrics;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final long outcomeTimeoutMs;
    private Instant lastDecisionAt = Instant.EPOCH;

    /** The decisions whose append is under way; replaced where they have to be made again. */
    private BatchDecision underWay;

    GroupCommit(
            ProductCache cache,
            EventStore store,
            SnapshotWriter snapshots,
            ProcessingMetrics metrics,
            Clock clock,
            Supplier<UUID> ids,
            long outcomeTimeoutMs) {
        this.cache = cache;
        this.followed = new FollowedLog(store, cache);
        this.store = store;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
        this.outcomeTimeoutMs = outcomeTimeoutMs;
        this.underWay = decide(List.of(), Map.of());
    }

    /** Commits the batch, or fails what of it cannot be; products of all commands are in memory. */
    void commit(List<PendingCommand> commands) {
        metrics.decided(commands.size());
        underWay = decide(commands, Map.of());
        long start = System.nanoTime();
        Appended appended;
        try {
            appended = append(commands);
        } catch (AppendRefusedException e) {
            abandonWhatIsRefused(commands, e);
            return;
        } catch (RuntimeException e) {
            abandon(commands, e);
            return;
        }
        metrics.appended(System.nanoTime() - start);
        underWay.keep();
        underWay.announce(appended, metrics);
        snapshots.afterAppend(underWay.products(), underWay.versionsBefore());
        underWay.products().forEach(cache::weigh);
        followed.appended(appended, underWay.eventCount(), underWay.products());
    }

    private Appended append(List<PendingCommand> commands) {
        try {
            return switch (store.append(toAppend())) {
                case Appended appended -> appended;
                case Conflicted _ -> {
                    metrics.conflicted();
                    yield appendExclusively(commands);
                }
            };
        } catch (AppendOutcomeUnknownException lost) {
            followed.lose();
            return findOutcome(commands, lost);
        }
    }

    private AppendBatch toAppend() {
        return underWay.toAppend(followed.basis(underWay.products()));
    }

    /**
     * After another instance was faster, or a key turned out to be known: with the log's head
     * locked, takes in what is newer, decides again and appends. Nobody can be faster twice, so no
     * command starves. Where the newer events are the batch's own, because an append that was given
     * up arrived late after all, they stand.
     */
    private Appended appendExclusively(List<PendingCommand> commands) {
        BatchDecision given = underWay;
        given.undo();
        Appended appended =
                store.appendExclusively(
                        given.versionsBefore(),
                        keysOf(commands),
                        newer -> {
                            takeIn(newer);
                            if (given.isAmong(newer.events())) {
                                return new AppendBatch(decisionTime(), Map.of(), List.of());
                            }
                            underWay = decide(commands, newer.receipts());
                            return underWay.toAppend(null);
                        });
        return underWay == given ? outcomeOf(given).orElseThrow() : appended;
    }

    /** All of them, also those that an attempt before this one found to be known. */
    private static Set<String> keysOf(List<PendingCommand> commands) {
        var keys = new LinkedHashSet<String>();
        for (PendingCommand command : commands) {
            String key = command.request().idempotencyKey();
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void takeIn(Newer newer) {
        newer.events().forEach(cache::follow);
    }

    /**
     * After the connection was lost in an append: finds out whether it was committed. If it was
     * not, it never will be, and the commands are decided again.
     */
    private Appended findOutcome(
            List<PendingCommand> commands, AppendOutcomeUnknownException lost) {
        LOG.warn("The connection to the event store was lost during an append; finding out", lost);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(outcomeTimeoutMs);
        while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
            try {
                Optional<Appended> committed =
                        underWay.eventCount() == 0 ? Optional.empty() : outcomeOf(underWay);
                return committed.isPresent() ? committed.get() : appendExclusively(commands);
            } catch (AppendRefusedException e) {
                throw e;
            } catch (EventStoreException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(OUTCOME_RETRY_MS));
            }
        }
        throw lost;
    }

    private Optional<Appended> outcomeOf(BatchDecision decision) {
        return store.outcomeOf(decision.toAppend(null));
    }

    /**
     * One command whose event the store cannot keep must not fail the others: the batch is halved
     * until it is alone.
     */
    private void abandonWhatIsRefused(List<PendingCommand> commands, AppendRefusedException e) {
        if (commands.size() == 1) {
            abandon(commands, e);
            return;
        }
        underWay.undo();
        followed.lose();
        int half = commands.size() / 2;
        commit(commands.subList(0, half));
        commit(commands.subList(half, commands.size()));
    }

    /**
     * Ends a batch that could not be appended. What is in memory is again what was durable, or is
     * forgotten.
     */
    private void abandon(List<PendingCommand> commands, RuntimeException cause) {
        LOG.error("A batch of {} commands was not appended", commands.size(), cause);
        underWay.undo();
        followed.lose();
        boolean nothingWritten =
                cause instanceof EventStoreException
                        && !(cause instanceof AppendOutcomeUnknownException);
        for (PendingCommand command : commands) {
            if (!nothingWritten) {
                command.productIds().forEach(cache::evict);
            }
            fail(command, cause);
        }
    }

    private BatchDecision decide(List<PendingCommand> commands, Map<String, Receipt> known) {
        return new BatchDecision(commands, this::cached, known, decisionTime(), ids);
    }

    /** The instant of the decision, in microseconds, as the store keeps it; it never goes back. */
    private Instant decisionTime() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (now.isAfter(lastDecisionAt)) {
            lastDecisionAt = now;
        }
        return lastDecisionAt;
    }

    private CachedProduct cached(String productId) {
        return Objects.requireNonNull(cache.get(productId), "a product left the cache in use");
    }

    /** Tells the one who waits that the store could not say what became of his command. */
    void fail(PendingCommand command, RuntimeException cause) {
        if (cause instanceof AppendOutcomeUnknownException) {
            metrics.outcomeUnknown(command.request().command());
        } else {
            metrics.failed(command.request().command());
        }
        command.outcome().completeExceptionally(cause);
    }
}
