package io.stockledger.query.intake;

import io.stockledger.query.intake.EventBatch.PartitionEnd;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each read model is in each partition, written with the batch it tells of. Progress never
 * goes back while the topic is the same one: a late repeat by another consumer changes nothing.
 */
final class ProgressTable {

    private static final String SELECT_NEXT_OFFSETS =
            """
            SELECT partition, min(next_offset)
            FROM projection_progress
            WHERE generation = ? AND topic_id = ?
            GROUP BY partition
            """;

    private static final String ADVANCE =
            """
            INSERT INTO projection_progress AS p (projection, generation, partition, topic_id,
                next_offset, position, occurred_at, updated_at)
            SELECT e.projection, ?, e.partition, ?, e.next_offset, e.position, e.occurred_at, ?
            FROM unnest(?, ?, ?, ?, ?)
                AS e (projection, partition, next_offset, position, occurred_at)
            ON CONFLICT (projection, generation, partition) DO UPDATE SET
                next_offset = CASE WHEN p.topic_id = excluded.topic_id
                    THEN greatest(p.next_offset, excluded.next_offset)
                    ELSE excluded.next_offset END,
                topic_id = excluded.topic_id,
                position = greatest(p.position, excluded.position),
                occurred_at = greatest(p.occurred_at, excluded.occurred_at),
                updated_at = excluded.updated_at
            """;

    private record Row(String projection, PartitionEnd end) {}

    private final int generation;

    ProgressTable(int generation) {
        this.generation = generation;
    }

    /** The first offset of each partition that not every read model has taken in yet. */
    Map<Integer, Long> nextOffsets(Connection connection, String topicId) throws SQLException {
        try (var select = connection.prepareStatement(SELECT_NEXT_OFFSETS)) {
            new ColumnBinder(select).value(generation).value(topicId);
            var offsets = new HashMap<Integer, Long>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    offsets.put(row.getInt(1), row.getLong(2));
                }
            }
            return offsets;
        }
    }

    /** Moves every read model on to the batch's end. */
    void advance(
            Connection connection,
            Collection<String> projections,
            String topicId,
            List<PartitionEnd> ends,
            Instant now)
            throws SQLException {
        var rows = new ArrayList<Row>();
        for (String projection : projections) {
            ends.forEach(end -> rows.add(new Row(projection, end)));
        }
        try (var upsert = connection.prepareStatement(ADVANCE)) {
            new ColumnBinder(upsert)
                    .value(generation)
                    .value(topicId)
                    .value(now.atOffset(ZoneOffset.UTC))
                    .text(rows, Row::projection)
                    .whole(rows, row -> (long) row.end.partition())
                    .whole(rows, row -> row.end.nextOffset())
                    .whole(rows, row -> row.end.position())
                    .instants(rows, row -> row.end.occurredAt());
            upsert.executeUpdate();
        }
    }
}
