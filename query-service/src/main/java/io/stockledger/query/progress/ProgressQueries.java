package io.stockledger.query.progress;

import io.stockledger.http.StartRefusedException;
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

    private static final String REGISTER =
            """
            INSERT INTO projections (projection, generation, projection_version)
            VALUES (?, ?, ?)
            ON CONFLICT (projection, generation) DO NOTHING
            """;

    private static final String SELECT_STORED =
            """
            SELECT projection, projection_version, position, complete_through
            FROM projections
            WHERE generation = ?
            """;

    private static final String SELECT_PARTITIONS =
            """
            SELECT projection, partition, topic_id, next_offset, position, occurred_at
            FROM projection_progress
            WHERE generation = ?
            """;

    private static final String SELECT_HELD =
            """
            SELECT projection, held, product_id, expected_sequence_number, seen_sequence_number,
                   reason, since
            FROM (
                SELECT projection, product_id, expected_sequence_number, seen_sequence_number,
                       reason, since,
                       count(*) OVER (PARTITION BY projection) AS held,
                       row_number() OVER (PARTITION BY projection ORDER BY since, product_id)
                           AS place
                FROM held_products
                WHERE generation = ?
            ) AS placed
            WHERE place <= ?
            ORDER BY projection, place
            """;

    private static final String KEEP =
            """
            UPDATE projections SET
                position = greatest(position, ?),
                complete_through = greatest(complete_through, ?)
            WHERE projection = ? AND generation = ?
            """;

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final int generation;

    /**
     * Two clients, which may be of one database.
     *
     * @param jdbc writes what is kept
     * @param reads reads the progress, from where the answers come from that it describes
     */
    public ProgressQueries(JdbcClient jdbc, JdbcClient reads, int generation) {
        this.jdbc = jdbc;
        this.reads = reads;
        this.generation = generation;
    }

    int generation() {
        return generation;
    }

    /**
     * Enters a read model the first time that it is served.
     *
     * @throws StartRefusedException where the tables were built by another version of it
     */
    void register(String projection, int version) {
        jdbc.sql(REGISTER).params(projection, generation, version).update();
        Stored known = stored(jdbc).get(projection);
        int stored = known == null ? version : known.version();
        if (stored != version) {
            throw new StartRefusedException(
                    "the tables of read model '"
                            + projection
                            + "' were built by version "
                            + stored
                            + " of its projection and this service has version "
                            + version
                            + ": start it on a new, empty views database with a group id of its"
                            + " own");
        }
    }

    ProgressRows read() {
        var partitions = new HashMap<String, Map<Integer, Partition>>();
        reads.sql(SELECT_PARTITIONS)
                .param(generation)
                .query(
                        row -> {
                            partitions
                                    .computeIfAbsent(row.getString(1), _ -> new TreeMap<>())
                                    .put(
                                            row.getInt(2),
                                            new Partition(
                                                    row.getString(3),
                                                    row.getLong(4),
                                                    row.getLong(5),
                                                    instant(row, 6)));
                        });
        return new ProgressRows(stored(reads), partitions, held());
    }

    /** Shares with the other replicas what this one found out. */
    void keep(String projection, long position, @Nullable Instant completeThrough) {
        OffsetDateTime through =
                completeThrough == null ? null : completeThrough.atOffset(ZoneOffset.UTC);
        jdbc.sql(KEEP)
                .param(1, position)
                .param(2, through)
                .param(3, projection)
                .param(4, generation)
                .update();
    }

    private Map<String, Stored> stored(JdbcClient from) {
        var stored = new HashMap<String, Stored>();
        from.sql(SELECT_STORED)
                .param(generation)
                .query(
                        row -> {
                            stored.put(
                                    row.getString(1),
                                    new Stored(row.getInt(2), row.getLong(3), instant(row, 4)));
                        });
        return stored;
    }

    private Map<String, Held> held() {
        var counts = new HashMap<String, Long>();
        var first = new HashMap<String, List<HeldProduct>>();
        reads.sql(SELECT_HELD)
                .params(generation, HELD_PRODUCTS_SHOWN_MAX)
                .query(
                        row -> {
                            counts.put(row.getString(1), row.getLong(2));
                            first.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                                    .add(
                                            new HeldProduct(
                                                    row.getString(3),
                                                    row.getLong(4),
                                                    row.getLong(5),
                                                    row.getString(6),
                                                    row.getObject(7, OffsetDateTime.class)
                                                            .toInstant()));
                        });
        var held = new HashMap<String, Held>();
        first.forEach(
                (projection, products) ->
                        held.put(
                                projection,
                                new Held(counts.getOrDefault(projection, 0L), products)));
        return held;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
