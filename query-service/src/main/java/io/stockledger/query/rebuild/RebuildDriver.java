package io.stockledger.query.rebuild;

import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.Generation.State;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.generations.Generations.Change;
import io.stockledger.query.intake.Projection;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Brings rebuilds forward. Each replica takes part in building; the steps between the states are
 * taken by whichever replica comes first, and each is one transaction, so a replica may be killed
 * at any point. {@link #driveOnce} is for one thread.
 */
public final class RebuildDriver {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildDriver.class);

    private final Generations generations;
    private final RebuildIntakes intakes;
    private final ReplicaLock oneReplica;
    private final Duration retained;
    private volatile @Nullable String topicId;

    /**
     * @param retained for how long a generation that no longer serves is kept
     */
    public RebuildDriver(
            Generations generations,
            RebuildIntakes intakes,
            ReplicaLock oneReplica,
            Duration retained) {
        this.generations = generations;
        this.intakes = intakes;
        this.oneReplica = oneReplica;
        this.retained = retained;
    }

    /** Tells which topic of the name it is; before that nothing can be built. */
    public void topicSeen(String id) {
        topicId = id;
    }

    /** One pass over all generations of this replica's versions. */
    public void driveOnce() {
        List<Generation> own = generations.own();
        List<Generation> building = own.stream().filter(g -> g.state() == State.BUILDING).toList();
        intakes.endAllBut(building);
        String topic = topicId;
        if (topic != null) {
            for (Generation generation : building) {
                build(generation, topic);
            }
        }
        if (topic != null && own.stream().anyMatch(g -> g.state() == State.COMPARING)) {
            oneReplica.alone(() -> compareOnce(topic));
        }
        generations.expire(retained).forEach(RebuildDriver::logExpired);
        generations.drop().forEach(RebuildDriver::logDropped);
    }

    /** Ends this replica's part; what is under way is carried on by others, or after a restart. */
    public void stop() {
        intakes.end();
    }

    private void build(Generation generation, String topic) {
        Projection projection = generations.projection(generation.projection()).orElseThrow();
        if (!intakes.has(generation)) {
            generations.migrate(projection, generation);
            LOG.info("Building generation {} of {}", generation.number(), projection.name());
            intakes.begin(projection, generation, topic);
        }
        if (generations.hasCaughtUp(generation, topic) && generations.follow(generation, topic)) {
            LOG.info("Generation {} of {} has caught up", generation.number(), projection.name());
        }
    }

    /** Compares and swaps; the other replicas need not read all rows for the same answer. */
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
        String differences = generations.differences(comparing, serving, topic);
        if (differences == null) {
            return;
        }
        boolean equal = differences.isEmpty();
        boolean kept = generations.compared(comparing, equal);
        Projection projection = generations.projection(comparing.projection()).orElseThrow();
        if (!equal && kept) {
            LOG.error(
                    "Generation {} of {} is not swapped in: its rows differ from those of the"
                            + " serving generation {}. Either those were changed by hand or held"
                            + " back, or one version of the code folds the same events in two ways."
                            + " Compare the schemas {} and {}; then POST"
                            + " /v1/projections/{}/swap?generation={} to take the new rows, or"
                            + " DELETE /v1/projections/{}/rebuild to keep the old ones. Rows"
                            + " and checksums:\n{}",
                    comparing.number(),
                    projection.name(),
                    serving.number(),
                    serving.schema(),
                    comparing.schema(),
                    projection.name(),
                    comparing.number(),
                    projection.name(),
                    differences);
        }
        if (equal
                && generations.swap(projection, comparing.number(), Set.of(State.COMPARING))
                        instanceof Change.Done) {
            LOG.info(
                    "Generation {} of {} serves; generation {} is kept for {}",
                    comparing.number(),
                    projection.name(),
                    serving.number(),
                    retained);
        }
    }

    private static void logExpired(Generation generation) {
        LOG.info(
                "Generation {} of {} was kept for long enough",
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
