package io.stockledger.query.progress;

import io.stockledger.query.progress.ProgressRows.GenerationId;
import io.stockledger.query.progress.ProgressRows.Held;
import io.stockledger.query.progress.ProgressRows.HeldProduct;
import io.stockledger.query.progress.ProgressRows.Partition;
import io.stockledger.query.progress.ProgressRows.Stored;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and keeps what is known about the read models. Thread-safe. */
public final class ProgressQueries {

    /** How many held products of a read model are shown. */
    static final int HELD_PRODUCTS_SHOWN_MAX = 10;

    private static final String SELECT_STORED =
            """
            SELECT projection, generation, projection_version, state, started_at, state_since,
                   checksums, position, complete_through
            FROM projections
            WHERE state <> 'dropped'
            ORDER BY projection, generation
            """;

    private static final String SELECT_PARTITIONS =
            """
            SELECT projection, generation, partition, topic_id, next_offset, position, occurred_at
            FROM projection_progress
            """;

    private static final String SELECT_HELD =
            """
            SELECT projection, generation, held, product_id, expected_sequence_number,
                   seen_sequence_number, reason, since
            FROM (
                SELECT projection, generation, product_id, expected_sequence_number,
                       seen_sequence_number, reason, since,
                       count(*) OVER (PARTITION BY projection, generation) AS held,
                       row_number() OVER (
                           PARTITION BY projection, generation ORDER BY since, product_id)
                           AS place
                FROM held_products
            ) AS placed
            WHERE place <= ?
            ORDER BY projection, generation, place
            """;

    private static final String KEEP =
            """
            UPDATE projections SET
                position = greatest(position, ?),
                complete_through = greatest(complete_through, ?),
                used_at = clock_timestamp()
            WHERE projection = ? AND generation = ?
            """;

    private final JdbcClient jdbc;
    private final JdbcClient reads;

    /**
     * Two clients, which may be of one database.
     *
     * @param jdbc writes what is kept
     * @param reads reads the progress, from where the answers come from that it describes
     */
    public ProgressQueries(JdbcClient jdbc, JdbcClient reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    ProgressRows read() {
        var partitions = new HashMap<GenerationId, Map<Integer, Partition>>();
        reads.sql(SELECT_PARTITIONS)
                .query(
                        row -> {
                            partitions
                                    .computeIfAbsent(key(row), _ -> new TreeMap<>())
                                    .put(
                                            row.getInt(3),
                                            new Partition(
                                                    row.getString(4),
                                                    row.getLong(5),
                                                    row.getLong(6),
                                                    instant(row, 7)));
                        });
        return new ProgressRows(stored(), partitions, held());
    }

    /** Shares with the other replicas what this one found out, and that it is alive. */
    void keep(GenerationId key, long position, @Nullable Instant completeThrough) {
        OffsetDateTime through =
                completeThrough == null ? null : completeThrough.atOffset(ZoneOffset.UTC);
        jdbc.sql(KEEP)
                .param(1, position)
                .param(2, through)
                .param(3, key.projection())
                .param(4, key.generation())
                .update();
    }

    private List<Stored> stored() {
        return reads.sql(SELECT_STORED)
                .query(
                        (row, _) ->
                                new Stored(
                                        key(row),
                                        row.getInt(3),
                                        row.getString(4),
                                        row.getObject(5, OffsetDateTime.class).toInstant(),
                                        row.getObject(6, OffsetDateTime.class).toInstant(),
                                        row.getString(7),
                                        row.getLong(8),
                                        instant(row, 9)))
                .list();
    }

    private Map<GenerationId, Held> held() {
        var counts = new HashMap<GenerationId, Long>();
        var first = new HashMap<GenerationId, List<HeldProduct>>();
        reads.sql(SELECT_HELD)
                .param(HELD_PRODUCTS_SHOWN_MAX)
                .query(
                        row -> {
                            counts.put(key(row), row.getLong(3));
                            first.computeIfAbsent(key(row), _ -> new ArrayList<>())
                                    .add(
                                            new HeldProduct(
                                                    row.getString(4),
                                                    row.getLong(5),
                                                    row.getLong(6),
                                                    row.getString(7),
                                                    row.getObject(8, OffsetDateTime.class)
                                                            .toInstant()));
                        });
        var held = new HashMap<GenerationId, Held>();
        first.forEach(
                (key, products) -> held.put(key, new Held(counts.getOrDefault(key, 0L), products)));
        return held;
    }

    private static GenerationId key(ResultSet row) throws SQLException {
        return new GenerationId(row.getString(1), row.getInt(2));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
