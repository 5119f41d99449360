package io.stockledger.query.movements;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.sql.ColumnBinder;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The earliest and the latest time of the events of each block of positions, for the events of one
 * batch. They are merged into {@code movement_blocks}, in the order of the blocks, so that two
 * batches never wait for each other both ways. Not thread-safe.
 */
final class MovementBlocks {

    /** The number of positions in a block. */
    static final long POSITIONS = 4_096;

    static final String MERGE =
            """
            INSERT INTO movement_blocks (block, first_at, last_at)
            SELECT b.block, b.first_at, b.last_at
            FROM unnest(?, ?, ?) AS b (block, first_at, last_at)
            ON CONFLICT (block) DO UPDATE SET
                first_at = least(movement_blocks.first_at, EXCLUDED.first_at),
                last_at = greatest(movement_blocks.last_at, EXCLUDED.last_at)
            """;

    private record Times(Instant first, Instant last) {

        Times with(Times other) {
            return new Times(
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    private final SortedMap<Long, Times> blocks = new TreeMap<>();

    void add(EventEnvelope event) {
        blocks.merge(
                event.position() / POSITIONS,
                new Times(event.occurredAt(), event.occurredAt()),
                Times::with);
    }

    void write(Connection connection) throws SQLException {
        try (var merge = connection.prepareStatement(MERGE)) {
            new ColumnBinder(merge)
                    .whole(blocks.keySet(), block -> block)
                    .instants(blocks.values(), Times::first)
                    .instants(blocks.values(), Times::last);
            merge.executeUpdate();
        }
    }
}
