package io.stockledger.query.progress;

import io.stockledger.events.Heartbeat;
import io.stockledger.events.RepairRequest;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.progress.ProgressEvaluation.Observation;
import io.stockledger.query.progress.TopicState.ExistingTopic;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Keeps the progress of the read models in memory, so that the headers of an answer cost no query.
 * {@link #watchOnce} is for one thread; all other methods are thread-safe.
 */
public final class ProgressWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressWatch.class);
    private static final Duration RECORDING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration TABLES_AGE_MAX = Duration.ofSeconds(5);
    private static final Duration CHANGE_FEED_WAIT_MAX = Duration.ofSeconds(1);
    private static final double MS_PER_SECOND = 1_000;

    private final Supplier<TopicState> topic;
    private final ProgressQueries queries;
    private final List<ReadModel> readModels;
    private final Clock clock;
    private final long startedNanos = System.nanoTime();
    private final TopicAvailabilityLog availabilityLog;
    private final ChangeQueries changes;
    private final ChangeFeed feed;
    private final Heartbeats heartbeats;
    private final ProgressEvaluation evaluation;
    private final RestoreDetector written;
    private final @Nullable RestoreDetector standby;

    private int restores;
    private @Nullable ExistingTopic lastTopic;
    private Instant recordedAt = Instant.EPOCH;
    private volatile Map<String, ProjectionProgress> latest = Map.of();
    private volatile Set<GenerationId> completeRebuilds = Set.of();
    private volatile Map<MissingEvents.Key, RepairRequest> missing = Map.of();
    private volatile Instant tablesReadAt = Instant.EPOCH;

    /**
     * @param changes those of the database that the intake writes to
     * @param standby those of the standby that answers reads; null if there is no standby
     */
    public ProgressWatch(
            Supplier<TopicState> topic,
            Heartbeats heartbeats,
            ProgressQueries queries,
            List<? extends ReadModel> readModels,
            TopicAvailabilityLog availabilityLog,
            ChangeQueries changes,
            @Nullable ChangeQueries standby,
            ChangeFeed feed,
            Clock clock) {
        this.topic = topic;
        this.heartbeats = heartbeats;
        this.queries = queries;
        this.readModels = List.copyOf(readModels);
        this.availabilityLog = availabilityLog;
        this.changes = changes;
        this.feed = feed;
        this.clock = clock;
        this.evaluation = new ProgressEvaluation(readModels, startedNanos);
        this.written = new RestoreDetector(changes);
        this.standby = standby == null ? null : new RestoreDetector(standby);
    }

    /**
     * Observes the topic and reads the tables once.
     *
     * @return the state of the topic
     * @throws DataAccessException if the tables cannot be read; the progress stays as it was
     */
    public TopicState watchOnce() {
        beginAgainIfRestored();
        // In this order: what the heartbeat counts is in the topic when its ends are asked for.
        ReceivedHeartbeat newest = heartbeats.newest();
        TopicState state = topic.get();
        availabilityLog.observe(state, clock.instant());
        if (state instanceof ExistingTopic existing) {
            lastTopic = existing;
        }
        boolean isTopicPresent = lastTopic != null && !(state instanceof TopicState.MissingTopic);
        var observation =
                new Observation(
                        lastTopic,
                        new LogState(isTopicPresent, newest),
                        heartbeats.kept(),
                        queries.read(lastTopic == null ? null : lastTopic.topicId()),
                        clock.instant());
        Map<String, ProjectionProgress> now = evaluation.evaluate(observation);
        tablesReadAt = clock.instant();
        if (isChangeFeedCurrent()) {
            latest = now;
        }
        completeRebuilds = evaluation.completeRebuilds(observation, heartbeats.firstHeadPosition());
        missing =
                newest != null && state instanceof ExistingTopic existing
                        ? MissingEvents.find(observation.snapshot(), newest, existing)
                        : Map.of();
        recordCompleteness(observation.headPosition());
        return state;
    }

    /**
     * Whether this replica has received every change that was committed before the tables were
     * read. Otherwise an answer from the inventory cache could be older than the position in its
     * header.
     */
    private boolean isChangeFeedCurrent() {
        try {
            return feed.awaitNumber(changes.head().number(), CHANGE_FEED_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void beginAgainIfRestored() {
        // The standby first, so that its last change is not a later one.
        boolean restored = standby != null && standby.isRestored();
        if (written.isRestored() || restored) {
            restores++;
            evaluation.forget();
            completeRebuilds = Set.of();
            missing = Map.of();
            LOG.warn(
                    "The views database has lost changes: it was restored to an earlier moment, or"
                            + " replaced. The topic is consumed again from the progress that the"
                            + " database contains");
        }
    }

    /** The rows that are read may be those of a standby that does not know of a restore yet. */
    private void recordCompleteness(long headPosition) {
        Head head = written.head();
        Head shown = standby == null ? head : standby.head();
        Instant now = clock.instant();
        if (head == null || shown == null || !head.includes(shown)) {
            return;
        }
        if (Duration.between(recordedAt, now).abs().compareTo(RECORDING_INTERVAL) < 0) {
            return;
        }
        recordedAt = now;
        for (ProgressEvaluation.Answering each : evaluation.answering()) {
            queries.recordCompleteness(
                    head,
                    each.generation().id(),
                    headPosition,
                    each.completeness().position(),
                    each.completeness().completeThrough());
        }
    }

    /**
     * The number of times that the views database was found to be restored or replaced. For the
     * thread of {@link #watchOnce}.
     */
    public int restores() {
        return restores;
    }

    /** Whether the rows of a generation that does not serve yet are those of the present log. */
    public boolean isComplete(Generation rebuild) {
        return completeRebuilds.contains(rebuild.id());
    }

    /** The events that are missing, each with the request for them. */
    Map<MissingEvents.Key, RepairRequest> missing() {
        return missing;
    }

    /** Shows each read model's progress as metrics; NaN before the first observation. */
    public void showIn(QueryMetrics metrics) {
        for (ReadModel readModel : readModels) {
            String name = readModel.name();
            metrics.projection(
                    name,
                    figure(name, ProjectionProgress::position),
                    figure(name, ProjectionProgress::lagEvents),
                    figure(name, progress -> lagMs(progress) / MS_PER_SECOND),
                    figure(name, progress -> progress.held().count()));
        }
        metrics.heartbeat(
                () -> {
                    Long ageMs = heartbeatAgeMs();
                    return ageMs == null ? Double.NaN : ageMs / MS_PER_SECOND;
                },
                () -> missing.size());
    }

    private DoubleSupplier figure(String name, ToDoubleFunction<ProjectionProgress> figure) {
        return () -> {
            ProjectionProgress progress = projection(name);
            return progress == null ? Double.NaN : figure.applyAsDouble(progress);
        };
    }

    /** The read models in the order of their registration; empty before the first observation. */
    List<ProjectionProgress> projections() {
        return List.copyOf(latest.values());
    }

    /** The progress of one read model; null before the first observation. */
    @Nullable ProjectionProgress projection(String name) {
        return latest.get(name);
    }

    /**
     * The log position up to which every read model has applied every event. It never exceeds the
     * last position that a heartbeat has stated.
     */
    long position() {
        ReceivedHeartbeat newest = heartbeats.newest();
        long head = newest == null ? Long.MAX_VALUE : newest.heartbeat().headPosition();
        long position =
                latest.values().stream().mapToLong(ProjectionProgress::position).min().orElse(0);
        return Math.min(position, head);
    }

    /** The lag of the slowest read model in milliseconds. */
    long lagMs() {
        return latest.values().stream()
                .mapToLong(this::lagMs)
                .max()
                .orElseGet(() -> clock.instant().toEpochMilli());
    }

    private long lagMs(ProjectionProgress progress) {
        return progress.lagMs(clock.instant(), System.nanoTime());
    }

    /** The time since the receipt of the newest heartbeat; null before the first one. */
    @Nullable Long heartbeatAgeMs() {
        ReceivedHeartbeat newest = heartbeats.newest();
        return newest == null ? null : (Long) newest.ageMs(System.nanoTime());
    }

    /** The newest heartbeat of the relay; null before the first one. */
    @Nullable Heartbeat heartbeat() {
        ReceivedHeartbeat newest = heartbeats.newest();
        return newest == null ? null : newest.heartbeat();
    }

    /** Whether the tables could be read within the last few seconds. */
    boolean isViewReadable() {
        return Duration.between(tablesReadAt, clock.instant()).compareTo(TABLES_AGE_MAX) <= 0;
    }

    /** Whether the age of the view is unknown, because it is being built from the beginning. */
    boolean isUnknown() {
        return latest.isEmpty() || latest.values().stream().anyMatch(ProjectionProgress::isUnknown);
    }

    Instant now() {
        return clock.instant();
    }
}
