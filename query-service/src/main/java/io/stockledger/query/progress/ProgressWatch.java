package io.stockledger.query.progress;

import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.progress.ProgressRows.GenerationId;
import io.stockledger.query.progress.ProgressRows.Held;
import io.stockledger.query.progress.ProgressRows.Partition;
import io.stockledger.query.progress.ProgressRows.Stored;
import io.stockledger.query.progress.ProjectionProgress.PartitionProgress;

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
import java.util.function.Supplier;

/**
 * Keeps in memory how far the read models are, so that an answer's headers cost no query. {@link
 * #watchOnce} is called by one thread; the rest is thread-safe.
 */
public final class ProgressWatch {

    private static final Duration KEEP_EVERY = Duration.ofSeconds(1);
    private static final Duration VIEW_AGE_MAX = Duration.ofSeconds(5);
    private static final Duration HEARD_OF_MAX = Duration.ofSeconds(1);
    private static final Held NONE_HELD = new Held(0, List.of());

    private final Supplier<TopicState> topic;
    private final ProgressQueries queries;
    private final List<Projection> projections;
    private final Clock clock;
    private final Instant startedAt;
    private final TopicNotice notice;
    private final ChangeQueries changes;
    private final ChangeFeed feed;
    private final Map<String, Completeness> completeness = new LinkedHashMap<>();
    private final Map<String, GenerationId> read = new HashMap<>();

    private TopicState.@Nullable Present lastSeen;
    private Instant keptAt = Instant.EPOCH;
    private volatile Map<String, ProjectionProgress> latest = Map.of();
    private volatile Instant viewReadAt = Instant.EPOCH;

    public ProgressWatch(
            Supplier<TopicState> topic,
            ProgressQueries queries,
            List<Projection> projections,
            TopicNotice notice,
            ChangeQueries changes,
            ChangeFeed feed,
            Clock clock) {
        this.topic = topic;
        this.queries = queries;
        this.projections = List.copyOf(projections);
        this.notice = notice;
        this.changes = changes;
        this.feed = feed;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * One look at the log and at the tables.
     *
     * @return the topic's id where it is there now
     * @throws DataAccessException where the tables cannot be read; what was known stays, and ages
     */
    public @Nullable String watchOnce() {
        TopicState look = topic.get();
        notice.note(look, clock.instant());
        TopicState.Present present = look instanceof TopicState.Present p ? p : null;
        if (present != null) {
            lastSeen = present;
        }
        ProgressRows rows = queries.read();
        var now = new LinkedHashMap<String, ProjectionProgress>();
        for (Projection projection : projections) {
            now.put(projection.name(), progress(projection, present != null, rows));
        }
        viewReadAt = clock.instant();
        if (isTrueOfMemory()) {
            latest = now;
        }
        keep();
        return present == null ? null : present.topicId();
    }

    /**
     * Whether answers from memory know of everything that was read: a position must not be told
     * while an answer from before it may still be given.
     */
    private boolean isTrueOfMemory() {
        try {
            return feed.awaitNumber(changes.head().number(), HEARD_OF_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ProjectionProgress progress(Projection projection, boolean seen, ProgressRows rows) {
        String name = projection.name();
        Completeness known = completeness.computeIfAbsent(name, _ -> new Completeness());
        Stored stored = rows.read(name, projection.version()).orElse(null);
        GenerationId key = stored == null ? new GenerationId(name, 0) : stored.key();
        if (stored != null) {
            known.learn(stored.position(), stored.completeThrough());
            read.put(name, key);
        }
        TopicState.Present log = lastSeen;
        Map<Integer, Partition> ofLog = log == null ? Map.of() : ofLog(log, rows, key);
        if (log != null && seen) {
            known.look(log.endOffsets(), log.at(), ofLog);
        }
        Instant through = known.completeThrough();
        return new ProjectionProgress(
                name,
                projection.version(),
                key.generation(),
                known.position(),
                known.lagEvents(),
                through == null ? startedAt : through,
                through != null,
                log == null ? null : log.at(),
                log == null ? List.of() : partitions(log, ofLog),
                rows.held().getOrDefault(key, NONE_HELD),
                generations(name, log, rows));
    }

    private List<GenerationProgress> generations(
            String projection, TopicState.@Nullable Present log, ProgressRows rows) {
        return rows.of(projection).stream()
                .map(
                        stored ->
                                GenerationProgress.of(
                                        stored,
                                        log == null ? Map.of() : log.endOffsets(),
                                        log == null ? Map.of() : ofLog(log, rows, stored.key()),
                                        rows.held().getOrDefault(stored.key(), NONE_HELD).count(),
                                        clock.instant()))
                .toList();
    }

    /** The progress in this very log; that in an earlier topic of the same name does not count. */
    private static Map<Integer, Partition> ofLog(
            TopicState.Present log, ProgressRows rows, GenerationId generation) {
        var ofLog = new HashMap<Integer, Partition>();
        rows.partitions()
                .getOrDefault(generation, Map.of())
                .forEach(
                        (partition, row) -> {
                            if (row.topicId().equals(log.topicId())) {
                                ofLog.put(partition, row);
                            }
                        });
        return ofLog;
    }

    private static List<PartitionProgress> partitions(
            TopicState.Present log, Map<Integer, Partition> rows) {
        var partitions = new ArrayList<PartitionProgress>();
        log.endOffsets()
                .forEach(
                        (partition, end) -> {
                            Partition row = rows.get(partition);
                            partitions.add(
                                    row == null
                                            ? new PartitionProgress(partition, 0, end, 0, null)
                                            : new PartitionProgress(
                                                    partition,
                                                    row.nextOffset(),
                                                    end,
                                                    row.position(),
                                                    row.occurredAt()));
                        });
        return partitions;
    }

    private void keep() {
        Instant now = clock.instant();
        if (Duration.between(keptAt, now).compareTo(KEEP_EVERY) < 0) {
            return;
        }
        keptAt = now;
        completeness.forEach(
                (name, known) -> {
                    GenerationId key = read.get(name);
                    if (key != null) {
                        queries.keep(key, known.position(), known.completeThrough());
                    }
                });
    }

    /** The read models in the order in which they are registered; empty before the first look. */
    List<ProjectionProgress> projections() {
        return List.copyOf(latest.values());
    }

    /** A read model as it was last seen, or null before the first look. */
    @Nullable ProjectionProgress projection(String name) {
        return latest.get(name);
    }

    /** Every read model has applied every event up to this log position. */
    long position() {
        return latest.values().stream().mapToLong(ProjectionProgress::position).min().orElse(0);
    }

    /** By how many milliseconds the slowest read model may be behind. */
    long lagMs() {
        Instant now = clock.instant();
        return latest.values().stream()
                .mapToLong(projection -> projection.lagMs(now))
                .max()
                .orElseGet(() -> Duration.between(startedAt, now).toMillis());
    }

    /** Whether the tables could be read a moment ago. */
    boolean isViewReadable() {
        return Duration.between(viewReadAt, clock.instant()).compareTo(VIEW_AGE_MAX) <= 0;
    }

    /** Whether the view is being built from the beginning, so that its age cannot be told. */
    boolean isUnknown() {
        return latest.values().stream().anyMatch(ProjectionProgress::isUnknown);
    }

    Instant now() {
        return clock.instant();
    }
}
