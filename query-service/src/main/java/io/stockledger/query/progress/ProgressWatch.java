package io.stockledger.query.progress;

import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.generations.GenerationDetails;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.PartitionProgress;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.progress.ProjectionProgress.PartitionStatus;
import io.stockledger.query.progress.TopicState.ExistingTopic;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Keeps the progress of the read models in memory, so that the headers of an answer cost no query.
 * {@link #watchOnce} is for one thread; all other methods are thread-safe.
 */
public final class ProgressWatch {

    private static final Duration RECORDING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration TABLES_AGE_MAX = Duration.ofSeconds(5);
    private static final Duration CHANGE_FEED_WAIT_MAX = Duration.ofSeconds(1);
    private static final double MS_PER_SECOND = 1_000;

    private final Supplier<TopicState> topic;
    private final ProgressQueries queries;
    private final List<ReadModel> readModels;
    private final Clock clock;
    private final Instant startedAt;
    private final TopicAvailabilityLog availabilityLog;
    private final ChangeQueries changes;
    private final ChangeFeed feed;
    private final Map<String, Completeness> completeness = new LinkedHashMap<>();
    private final Map<String, GenerationId> answeringReads = new HashMap<>();

    private @Nullable ExistingTopic lastTopic;
    private Instant recordedAt = Instant.EPOCH;
    private volatile Map<String, ProjectionProgress> latest = Map.of();
    private volatile Instant tablesReadAt = Instant.EPOCH;

    public ProgressWatch(
            Supplier<TopicState> topic,
            ProgressQueries queries,
            List<? extends ReadModel> readModels,
            TopicAvailabilityLog availabilityLog,
            ChangeQueries changes,
            ChangeFeed feed,
            Clock clock) {
        this.topic = topic;
        this.queries = queries;
        this.readModels = List.copyOf(readModels);
        this.availabilityLog = availabilityLog;
        this.changes = changes;
        this.feed = feed;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * Observes the topic and reads the tables once.
     *
     * @return the id of the topic, or null if it is not seen now
     * @throws DataAccessException if the tables cannot be read; the progress stays as it was
     */
    public @Nullable String watchOnce() {
        TopicState state = topic.get();
        availabilityLog.observe(state, clock.instant());
        ExistingTopic seen = state instanceof ExistingTopic existing ? existing : null;
        if (seen != null) {
            lastTopic = seen;
        }
        ProgressSnapshot snapshot = queries.read(lastTopic == null ? null : lastTopic.topicId());
        var now = new LinkedHashMap<String, ProjectionProgress>();
        for (ReadModel readModel : readModels) {
            now.put(readModel.name(), progress(readModel, seen != null, snapshot));
        }
        tablesReadAt = clock.instant();
        if (isChangeFeedCurrent()) {
            latest = now;
        }
        recordCompleteness();
        return seen == null ? null : seen.topicId();
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

    private ProjectionProgress progress(
            ReadModel readModel, boolean isTopicSeen, ProgressSnapshot snapshot) {
        String name = readModel.name();
        Completeness known = completeness.computeIfAbsent(name, _ -> new Completeness());
        GenerationDetails details = snapshot.answeringReads(readModel).orElse(null);
        GenerationId generation =
                details == null ? new GenerationId(name, 0) : details.generation().id();
        if (details != null) {
            known.adopt(details.position(), details.completeThrough());
            answeringReads.put(name, generation);
        }
        Map<Integer, PartitionProgress> partitions = snapshot.partitionsOf(generation);
        ExistingTopic last = lastTopic;
        if (last != null && isTopicSeen) {
            known.update(last.endOffsets(), last.observedAt(), partitions);
        }
        Instant through = known.completeThrough();
        return new ProjectionProgress(
                name,
                readModel.version(),
                generation.number(),
                known.position(),
                known.lagEvents(),
                through == null ? startedAt : through,
                through != null,
                last == null ? null : last.observedAt(),
                last == null ? List.of() : partitionStatuses(last, partitions),
                snapshot.heldBy(generation),
                generations(name, last, snapshot));
    }

    private List<GenerationProgress> generations(
            String readModel, @Nullable ExistingTopic last, ProgressSnapshot snapshot) {
        return snapshot.ofReadModel(readModel).stream()
                .map(
                        details -> {
                            GenerationId generation = details.generation().id();
                            return GenerationProgress.of(
                                    details,
                                    last == null ? Map.of() : last.endOffsets(),
                                    snapshot.partitionsOf(generation),
                                    snapshot.heldBy(generation).count(),
                                    clock.instant());
                        })
                .toList();
    }

    private static List<PartitionStatus> partitionStatuses(
            ExistingTopic last, Map<Integer, PartitionProgress> partitions) {
        var statuses = new ArrayList<PartitionStatus>();
        last.endOffsets()
                .forEach(
                        (partition, end) -> {
                            PartitionProgress progress = partitions.get(partition);
                            statuses.add(
                                    progress == null
                                            ? new PartitionStatus(partition, 0, end, 0, null)
                                            : new PartitionStatus(
                                                    partition,
                                                    progress.nextOffset(),
                                                    end,
                                                    progress.position(),
                                                    progress.occurredAt()));
                        });
        return statuses;
    }

    private void recordCompleteness() {
        Instant now = clock.instant();
        if (Duration.between(recordedAt, now).compareTo(RECORDING_INTERVAL) < 0) {
            return;
        }
        recordedAt = now;
        completeness.forEach(
                (name, known) -> {
                    GenerationId generation = answeringReads.get(name);
                    if (generation != null) {
                        queries.recordCompleteness(
                                generation, known.position(), known.completeThrough());
                    }
                });
    }

    /** Shows each read model's progress as metrics; NaN before the first observation. */
    public void showIn(QueryMetrics metrics) {
        for (ReadModel readModel : readModels) {
            String name = readModel.name();
            metrics.projection(
                    name,
                    figure(name, ProjectionProgress::position),
                    figure(name, ProjectionProgress::lagEvents),
                    figure(name, progress -> progress.lagMs(clock.instant()) / MS_PER_SECOND),
                    figure(name, progress -> progress.held().count()));
        }
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

    /** The log position up to which every read model has applied every event. */
    long position() {
        return latest.values().stream().mapToLong(ProjectionProgress::position).min().orElse(0);
    }

    /** The lag of the slowest read model in milliseconds. */
    long lagMs() {
        Instant now = clock.instant();
        return latest.values().stream()
                .mapToLong(projection -> projection.lagMs(now))
                .max()
                .orElseGet(() -> Duration.between(startedAt, now).toMillis());
    }

    /** Whether the tables could be read within the last few seconds. */
    boolean isViewReadable() {
        return Duration.between(tablesReadAt, clock.instant()).compareTo(TABLES_AGE_MAX) <= 0;
    }

    /** Whether the age of the view is unknown, because it is being built from the beginning. */
    boolean isUnknown() {
        return latest.values().stream().anyMatch(ProjectionProgress::isUnknown);
    }

    Instant now() {
        return clock.instant();
    }
}
