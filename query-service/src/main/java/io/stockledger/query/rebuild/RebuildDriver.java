package io.stockledger.query.rebuild;

import io.stockledger.events.LogEpoch;
import io.stockledger.query.generations.EpochTransition;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.GenerationTransitions;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.generations.TransitionOutcome;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Drives rebuilds from state to state. Every replica takes part in building. Each change of state
 * is made by the first replica that can make it, in one transaction, so a replica may be killed at
 * any point. {@link #driveOnce} is for one thread.
 */
public final class RebuildDriver {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildDriver.class);

    /** A comparison reads all rows, and one of incomplete rows will be repeated. */
    private static final long INCOMPLETE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Generations generations;
    private final GenerationTransitions transitions;
    private final EpochTransition epochs;
    private final RebuildIntakes intakes;
    private final ReplicaLock replicaLock;
    private final Duration retained;
    private final Predicate<Generation> isComplete;
    private final Map<GenerationId, Long> incompleteUntilNanos = new HashMap<>();
    private volatile @Nullable String topicId;
    private volatile @Nullable LogEpoch epoch;
    private volatile boolean beginsAgain;

    /**
     * @param isComplete whether a generation that has caught up contains the whole event log
     * @param retained how long a generation that no longer serves is kept
     */
    public RebuildDriver(
            Generations generations,
            GenerationTransitions transitions,
            EpochTransition epochs,
            RebuildIntakes intakes,
            ReplicaLock replicaLock,
            Predicate<Generation> isComplete,
            Duration retained) {
        this.generations = generations;
        this.transitions = transitions;
        this.epochs = epochs;
        this.intakes = intakes;
        this.replicaLock = replicaLock;
        this.isComplete = isComplete;
        this.retained = retained;
    }

    /**
     * Sets the id of the topic.
     *
     * @param id null while there is no topic; nothing is built or compared then
     */
    public void setTopicId(@Nullable String id) {
        topicId = id;
    }

    /**
     * Lets the read models take the records of an epoch of the event log, if they do not yet.
     *
     * @param present the epoch that the newest heartbeat of the relay has named
     */
    public void enterEpoch(LogEpoch present) {
        if (!present.equals(epoch)) {
            enter(present);
            epoch = present;
            logOtherLog(present);
        }
    }

    private void logOtherLog(LogEpoch present) {
        for (Generation each : generations.own()) {
            LogEpoch own = each.epoch();
            if (own != null && own.number() >= present.number() && !own.equals(present)) {
                LOG.error(
                        "Generation {} of {} is built from epoch {} ({}) of an event log, and the"
                                + " heartbeats are of epoch {} ({}), so they are of another log."
                                + " The read model stays as it is, and its lag grows. Check which"
                                + " events database, Kafka and views database belong together",
                        each.number(),
                        each.projection(),
                        own.number(),
                        own.id(),
                        present.number(),
                        present.id());
            }
        }
    }

    private void enter(LogEpoch present) {
        for (Generation begun : epochs.enter(present)) {
            LOG.warn(
                    "The event log has begun epoch {} ({}), so it was restored. Generation {} of {}"
                            + " is built from the restored log and then replaces the present rows,"
                            + " which take no events any more",
                    present.number(),
                    present.id(),
                    begun.number(),
                    begun.projection());
        }
    }

    /** Lets the next pass consume again from the progress of the rebuilds in the database. */
    public void beginAgain() {
        beginsAgain = true;
    }

    /** Makes one pass over all generations of this replica's versions. */
    public void driveOnce() {
        if (beginsAgain) {
            beginsAgain = false;
            intakes.end();
        }
        List<Generation> own = generations.own();
        LogEpoch present = epoch;
        if (present != null && isEpochMissing(own, present)) {
            enter(present);
            own = generations.own();
        }
        List<Generation> building = own.stream().filter(g -> g.state() == State.BUILDING).toList();
        intakes.endAllBut(building);
        String topic = topicId;
        intakes.follow(topic);
        if (topic != null) {
            building.forEach(generation -> build(generation, topic));
            if (own.stream().anyMatch(g -> g.state() == State.COMPARING)) {
                replicaLock.runIfFree(() -> compareOnce(topic));
            }
        }
        transitions.expire(retained).forEach(RebuildDriver::logExpired);
        transitions.drop().forEach(RebuildDriver::logDropped);
    }

    /** Whether a generation has no epoch yet, or a read model has none of the present epoch. */
    private static boolean isEpochMissing(List<Generation> own, LogEpoch present) {
        var newest = new HashMap<String, Integer>();
        own.stream()
                .filter(generation -> generation.state() != State.DROPPING)
                .forEach(g -> newest.merge(g.projection(), g.epochNumber(), Math::max));
        return own.stream().anyMatch(generation -> generation.epoch() == null)
                || newest.values().stream().anyMatch(number -> number < present.number());
    }

    /** Ends this replica's part. Other replicas, or this one after a restart, continue. */
    public void stop() {
        intakes.end();
    }

    private void build(Generation generation, String topic) {
        if (!intakes.has(generation)) {
            transitions.createTables(generation);
            LOG.info("Building generation {} of {}", generation.number(), generation.projection());
            intakes.begin(generation, topic);
        }
        if (transitions.hasCaughtUp(generation, topic)
                && transitions.finishBuilding(generation, topic)) {
            LOG.info(
                    "Generation {} of {} has caught up",
                    generation.number(),
                    generation.projection());
        }
    }

    /** Compares and swaps. One replica at a time is enough, as it reads all rows. */
    private void compareOnce(String topic) {
        List<Generation> own = generations.own();
        for (Generation comparing : own) {
            if (comparing.state() != State.COMPARING) {
                continue;
            }
            for (Generation serving : own) {
                if (serving.projection().equals(comparing.projection())
                        && serving.version() == comparing.version()
                        && serving.state() == State.SERVING) {
                    compare(comparing, serving, topic);
                }
            }
        }
    }

    private void compare(Generation comparing, Generation serving, String topic) {
        if (comparing.epochNumber() > serving.epochNumber()) {
            replaceEpoch(comparing, serving);
            return;
        }
        boolean isComplete = this.isComplete.test(comparing);
        Long pausesUntil = incompleteUntilNanos.get(comparing.id());
        if (!isComplete && pausesUntil != null && System.nanoTime() - pausesUntil < 0) {
            return;
        }
        String differences = transitions.differences(comparing, serving, topic);
        if (differences == null) {
            return;
        }
        boolean equal = differences.isEmpty();
        if (!equal && !isComplete) {
            // A topic that was created again did not have all events of the serving rows yet.
            incompleteUntilNanos.put(comparing.id(), System.nanoTime() + INCOMPLETE_PAUSE_NANOS);
            return;
        }
        incompleteUntilNanos.remove(comparing.id());
        boolean recorded = transitions.recordComparison(comparing, equal);
        if (!equal && recorded) {
            logDifferences(comparing, serving, differences);
        }
        ReadModel readModel = generations.readModel(comparing.projection()).orElseThrow();
        if (equal
                && transitions.swap(readModel, comparing.number(), Set.of(State.COMPARING))
                        instanceof TransitionOutcome.Success) {
            LOG.info(
                    "Generation {} of {} serves; generation {} is kept for {}",
                    comparing.number(),
                    comparing.projection(),
                    serving.number(),
                    retained);
        }
    }

    /** The rows of two epochs need not be equal. */
    private void replaceEpoch(Generation comparing, Generation serving) {
        ReadModel readModel = generations.readModel(comparing.projection()).orElseThrow();
        if (isComplete.test(comparing)
                && transitions.swap(readModel, comparing.number(), Set.of(State.COMPARING))
                        instanceof TransitionOutcome.Success) {
            LOG.info(
                    "Generation {} of {} serves epoch {} of the event log; generation {} of the"
                            + " earlier epoch is dropped",
                    comparing.number(),
                    comparing.projection(),
                    comparing.epochNumber(),
                    serving.number());
        }
    }

    private static void logDifferences(
            Generation comparing, Generation serving, String differences) {
        LOG.error(
                "Generation {} of {} is not swapped in, because its rows differ from those of the"
                        + " serving generation {}. Either the serving rows were changed by hand,"
                        + " or a product was held in one of the two, or the code does not fold"
                        + " the same events into the same rows. Compare the schemas {} and {}."
                        + " Then POST /v1/projections/{}/swap?generation={} to use the new rows,"
                        + " or DELETE /v1/projections/{}/rebuild to keep the old ones. Rows and"
                        + " checksums:\n{}",
                comparing.number(),
                comparing.projection(),
                serving.number(),
                serving.schema(),
                comparing.schema(),
                comparing.projection(),
                comparing.number(),
                comparing.projection(),
                differences);
    }

    private static void logExpired(Generation generation) {
        LOG.info(
                "Generation {} of {} is no longer needed; its tables are dropped",
                generation.number(),
                generation.projection());
    }

    private static void logDropped(Generation generation) {
        LOG.info(
                "Dropped the tables of generation {} of {}",
                generation.number(),
                generation.projection());
    }
}
