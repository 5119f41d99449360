package io.stockledger.query.generations;

import io.stockledger.query.intake.ProjectionInput;
import io.stockledger.query.intake.TopicBatch.PartitionEnd;
import io.stockledger.query.sql.ColumnBinder;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each generation is in each partition, written with the batch it tells of. Progress never
 * goes back while the topic is the same one: a late repeat by another consumer changes nothing.
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

    private static final String ADVANCE =
            """
            INSERT INTO projection_progress AS p (projection, generation, partition, topic_id,
                next_offset, position, occurred_at, updated_at)
            SELECT e.projection, e.generation, e.partition, ?, e.next_offset, e.position,
                   e.occurred_at, ?
            FROM unnest(?, ?, ?, ?, ?, ?)
                AS e (projection, generation, partition, next_offset, position, occurred_at)
            ON CONFLICT (projection, generation, partition) DO UPDATE SET
                next_offset = CASE WHEN p.topic_id = excluded.topic_id
                    THEN greatest(p.next_offset, excluded.next_offset)
                    ELSE excluded.next_offset END,
                topic_id = excluded.topic_id,
                position = greatest(p.position, excluded.position),
                occurred_at = greatest(p.occurred_at, excluded.occurred_at),
                updated_at = excluded.updated_at
            """;

    private static final Comparator<Row> ORDER =
            Comparator.comparing((Row row) -> row.generation.projection())
                    .thenComparingInt(row -> row.generation.number())
                    .thenComparingInt(row -> row.end.partition());

    private record Row(Generation generation, PartitionEnd end) {}

    private ProgressTable() {}

    /** The first offset of each partition that the generation has not taken in yet. */
    public static Map<Integer, Long> nextOffsets(
            Connection connection, Generation generation, String topicId) throws SQLException {
        return nextOffsets(connection, List.of(generation), topicId);
    }

    /** The same for several: the least of them, for partitions that all of them have begun. */
    public static Map<Integer, Long> nextOffsets(
            Connection connection, List<Generation> generations, String topicId)
            throws SQLException {
        try (var select = connection.prepareStatement(SELECT_NEXT_OFFSETS)) {
            new ColumnBinder(select)
                    .text(generations, Generation::projection)
                    .whole(generations, g -> (long) g.number())
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

    /** Moves every generation on to the end of what it took. */
    public static void advance(
            Connection connection, List<ProjectionInput> feeds, String topicId, Instant now)
            throws SQLException {
        var rows = new ArrayList<Row>();
        for (ProjectionInput feed : feeds) {
            feed.ends().forEach(end -> rows.add(new Row(feed.generation(), end)));
        }
        rows.sort(ORDER);
        try (var upsert = connection.prepareStatement(ADVANCE)) {
            new ColumnBinder(upsert)
                    .value(topicId)
                    .value(now.atOffset(ZoneOffset.UTC))
                    .text(rows, row -> row.generation.projection())
                    .whole(rows, row -> (long) row.generation.number())
                    .whole(rows, row -> (long) row.end.partition())
                    .whole(rows, row -> row.end.nextOffset())
                    .whole(rows, row -> row.end.position())
                    .instants(rows, row -> row.end.occurredAt());
            upsert.executeUpdate();
        }
    }
}
