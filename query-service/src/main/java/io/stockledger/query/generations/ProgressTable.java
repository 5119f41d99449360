package io.stockledger.query.generations;

import io.stockledger.query.sql.ColumnBinder;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table {@code projection_progress}: the progress of each generation in each partition of the
 * topic. It is written in the transaction of the batch that it describes. Progress in one topic
 * never decreases, so a batch that another consumer repeats later changes nothing. The {@link
 * PositionChain} of the records shows which events are missing. An instance runs its statements on
 * a {@link JdbcClient}, the static methods run on a given connection. Thread-safe.
 */
public final class ProgressTable {

    private static final String SELECT_NEXT_OFFSETS =
            """
            SELECT p.partition, min(p.next_offset)
            FROM projection_progress p
            JOIN unnest(?, ?) AS g (projection, generation)
                ON g.projection = p.projection AND g.generation = p.generation
            WHERE p.topic_id = ?
            GROUP BY p.partition
            HAVING count(*) = ?
            """;

    /**
     * Progress in another topic of the same name is replaced. The part of the chain before the
     * first gap is found by the key of the row, since {@code excluded} has only the columns of the
     * table.
     */
    private static final String ADVANCE =
            """
            INSERT INTO projection_progress AS p (projection, generation, partition, topic_id,
                next_offset, position, complete_position, occurred_at, updated_at)
            SELECT e.projection, e.generation, e.partition, ?, e.next_offset, e.position,
                   nullif(CASE WHEN e.after = 0 THEN e.through ELSE 0 END, e.position),
                   e.occurred_at, ?
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS e (projection, generation, partition,
                next_offset, position, after, through, occurred_at)
            ON CONFLICT (projection, generation, partition) DO UPDATE SET
                next_offset = CASE WHEN p.topic_id = excluded.topic_id
                    THEN greatest(p.next_offset, excluded.next_offset)
                    ELSE excluded.next_offset END,
                topic_id = excluded.topic_id,
                position = CASE WHEN p.topic_id = excluded.topic_id
                    THEN greatest(p.position, excluded.position)
                    ELSE excluded.position END,
                complete_position = CASE WHEN p.topic_id = excluded.topic_id
                    THEN (
                        SELECT nullif(
                            greatest(coalesce(p.complete_position, p.position),
                                CASE WHEN coalesce(p.complete_position, p.position) >= l.after
                                    THEN l.through END),
                            greatest(p.position, excluded.position))
                        FROM unnest(?, ?, ?, ?, ?)
                            AS l (projection, generation, partition, after, through)
                        WHERE l.projection = excluded.projection
                            AND l.generation = excluded.generation
                            AND l.partition = excluded.partition)
                    ELSE excluded.complete_position END,
                occurred_at = CASE WHEN p.topic_id = excluded.topic_id
                    THEN greatest(p.occurred_at, excluded.occurred_at)
                    ELSE excluded.occurred_at END,
                updated_at = excluded.updated_at
            """;

    /** Adds a further part of the chain to rows that the transaction has just written. */
    private static final String ADVANCE_COMPLETE_POSITION =
            """
            UPDATE projection_progress p
            SET complete_position = nullif(
                    greatest(coalesce(p.complete_position, p.position), l.through), p.position)
            FROM unnest(?, ?, ?, ?, ?) AS l (projection, generation, partition, after, through)
            WHERE p.projection = l.projection AND p.generation = l.generation
                AND p.partition = l.partition
                AND coalesce(p.complete_position, p.position) >= l.after
            """;

    private static final String SELECT_OF_TOPIC =
            """
            SELECT projection, generation, partition, next_offset, position,
                   coalesce(complete_position, position), occurred_at
            FROM projection_progress
            WHERE topic_id = ?
            """;

    /** Partitions in which one generation is behind any of the others. */
    private static final String COUNT_BEHIND =
            """
            SELECT count(*)
            FROM projection_progress s
            JOIN unnest(?, ?) AS o (projection, generation)
                ON o.projection = s.projection AND o.generation = s.generation
            LEFT JOIN projection_progress b
                ON b.projection = ? AND b.generation = ?
                AND b.partition = s.partition AND b.topic_id = s.topic_id
            WHERE s.topic_id = ?
                AND (b.next_offset IS NULL OR b.next_offset < s.next_offset)
            """;

    /** Partitions in which two generations are at different records. */
    private static final String COUNT_DIFFERENT =
            """
            SELECT count(*)
            FROM (SELECT partition, next_offset FROM projection_progress
                  WHERE projection = ? AND generation = ? AND topic_id = ?) AS one
            FULL JOIN (SELECT partition, next_offset FROM projection_progress
                       WHERE projection = ? AND generation = ? AND topic_id = ?) AS other
                ON other.partition = one.partition
            WHERE one.next_offset IS DISTINCT FROM other.next_offset
            """;

    /** The order in which all transactions lock the rows. */
    private static final Comparator<Row> LOCK_ORDER =
            Comparator.comparing((Row row) -> row.generation.projection())
                    .thenComparingInt(row -> row.generation.number())
                    .thenComparingInt(row -> row.progress.partition());

    private record Row(Generation generation, PartitionAdvance progress) {

        long number() {
            return generation.number();
        }

        long partition() {
            return progress.partition();
        }

        /**
         * The part of the chain with that index; one without effect if the chain has no such part.
         */
        ChainLink link(int index) {
            return index < progress.links().size() ? progress.links().get(index) : ChainLink.NONE;
        }
    }

    private final JdbcClient jdbc;

    public ProgressTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * By partition, the first offset that at least one of the generations has not received yet. A
     * partition is absent if one of them has received nothing of it.
     */
    public static Map<Integer, Long> nextOffsets(
            Connection connection, List<Generation> generations, String topicId)
            throws SQLException {
        try (var select = connection.prepareStatement(SELECT_NEXT_OFFSETS)) {
            new ColumnBinder(select)
                    .text(generations, Generation::projection)
                    .whole(generations, generation -> (long) generation.number())
                    .value(topicId)
                    .value((long) generations.size());
            var offsets = new HashMap<Integer, Long>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    offsets.put(row.getInt(1), row.getLong(2));
                }
            }
            return offsets;
        }
    }

    /** Records the progress that a batch makes in each generation. */
    public static void advance(
            Connection connection,
            Map<Generation, List<PartitionAdvance>> progress,
            String topicId,
            Instant now)
            throws SQLException {
        var rows = new ArrayList<Row>();
        progress.forEach(
                (generation, partitions) ->
                        partitions.forEach(each -> rows.add(new Row(generation, each))));
        rows.sort(LOCK_ORDER);
        try (var upsert = connection.prepareStatement(ADVANCE)) {
            ColumnBinder binder =
                    new ColumnBinder(upsert)
                            .value(topicId)
                            .value(now.atOffset(ZoneOffset.UTC))
                            .text(rows, row -> row.generation.projection())
                            .whole(rows, Row::number)
                            .whole(rows, Row::partition)
                            .whole(rows, row -> row.progress.nextOffset())
                            .whole(rows, row -> row.progress.position())
                            .whole(rows, row -> row.link(0).after())
                            .whole(rows, row -> row.link(0).through())
                            .instants(rows, row -> row.progress.occurredAt());
            bindLinks(binder, rows, 0);
            upsert.executeUpdate();
        }
        for (int i = 1; anyLink(rows, i); i++) {
            try (var update = connection.prepareStatement(ADVANCE_COMPLETE_POSITION)) {
                bindLinks(new ColumnBinder(update), rows, i);
                update.executeUpdate();
            }
        }
    }

    private static boolean anyLink(List<Row> rows, int index) {
        return rows.stream().anyMatch(row -> index < row.progress.links().size());
    }

    private static void bindLinks(ColumnBinder binder, List<Row> rows, int index)
            throws SQLException {
        binder.text(rows, row -> row.generation.projection())
                .whole(rows, Row::number)
                .whole(rows, Row::partition)
                .whole(rows, row -> row.link(index).after())
                .whole(rows, row -> row.link(index).through());
    }

    /** The progress in this topic, by generation and partition. */
    public Map<GenerationId, Map<Integer, PartitionProgress>> ofTopic(String topicId) {
        var progress = new HashMap<GenerationId, Map<Integer, PartitionProgress>>();
        jdbc.sql(SELECT_OF_TOPIC)
                .param(topicId)
                .query(
                        row -> {
                            var generation = new GenerationId(row.getString(1), row.getInt(2));
                            PartitionProgress partition = partitionProgress(row);
                            progress.computeIfAbsent(generation, _ -> new TreeMap<>())
                                    .put(partition.partition(), partition);
                        });
        return progress;
    }

    /** Whether a generation is behind any of the others in any partition of the topic. */
    boolean isBehind(Generation generation, List<Generation> others, String topicId) {
        return jdbc.sql(COUNT_BEHIND)
                        .param(
                                1,
                                others.stream().map(Generation::projection).toArray(String[]::new))
                        .param(2, others.stream().map(Generation::number).toArray(Integer[]::new))
                        .param(3, generation.projection())
                        .param(4, generation.number())
                        .param(5, topicId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether two generations have received the same records of the topic. */
    boolean haveEqualOffsets(Generation one, Generation other, String topicId) {
        return jdbc.sql(COUNT_DIFFERENT)
                        .params(
                                one.projection(),
                                one.number(),
                                topicId,
                                other.projection(),
                                other.number(),
                                topicId)
                        .query(Long.class)
                        .single()
                == 0;
    }

    private static PartitionProgress partitionProgress(ResultSet row) throws SQLException {
        OffsetDateTime occurredAt = row.getObject(7, OffsetDateTime.class);
        return new PartitionProgress(
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                occurredAt == null ? null : occurredAt.toInstant());
    }
}
