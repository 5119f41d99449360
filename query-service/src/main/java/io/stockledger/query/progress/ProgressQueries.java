package io.stockledger.query.progress;

import io.stockledger.query.changes.ChangeQueries.Head;
import io.stockledger.query.generations.GenerationId;
import io.stockledger.query.generations.GenerationTable;
import io.stockledger.query.generations.ProgressTable;
import io.stockledger.query.progress.ProgressSnapshot.HeldProduct;
import io.stockledger.query.progress.ProgressSnapshot.HeldProductSummary;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the progress of the read models, and records how complete they are. Thread-safe. */
public final class ProgressQueries {

    /** The number of held products of a generation that are read. */
    private static final int HELD_PRODUCTS_READ_MAX = 100;

    private static final String SELECT_HELD =
            """
            SELECT projection, generation, held, product_id, expected_sequence_number,
                   seen_sequence_number, reason, since, missing
            FROM (
                SELECT projection, generation, product_id, expected_sequence_number,
                       seen_sequence_number, reason, since,
                       NOT contradicted
                           AND reason = 'event ' || expected_sequence_number || ' is missing'
                           AS missing,
                       count(*) OVER (PARTITION BY projection, generation) AS held,
                       row_number() OVER (
                           PARTITION BY projection, generation ORDER BY since, product_id)
                           AS place
                FROM held_products
            ) AS placed
            WHERE place <= ?
            ORDER BY projection, generation, place
            """;

    private final GenerationTable generations;
    private final JdbcClient reads;
    private final GenerationTable readGenerations;
    private final ProgressTable readProgress;

    /**
     * Two clients, which may be of the same database.
     *
     * @param jdbc records the completeness
     * @param reads reads the progress from the database that answers reads, so that the progress is
     *     that of the answers
     */
    public ProgressQueries(JdbcClient jdbc, JdbcClient reads) {
        this.generations = new GenerationTable(jdbc);
        this.reads = reads;
        this.readGenerations = new GenerationTable(reads);
        this.readProgress = new ProgressTable(reads);
    }

    /**
     * Reads the progress in a topic.
     *
     * @param topicId progress in an earlier topic of the same name does not count; null if the
     *     topic is not known yet
     */
    ProgressSnapshot read(@Nullable String topicId) {
        return new ProgressSnapshot(
                readGenerations.details(),
                topicId == null ? Map.of() : readProgress.ofTopic(topicId),
                held());
    }

    /**
     * Records how complete a generation is, for the other replicas and after a restart. Nothing is
     * recorded in a database that was restored or replaced since the head was read.
     *
     * @param head the last change before the rows were read
     * @param headPosition the last position of the event log
     */
    void recordCompleteness(
            Head head,
            GenerationId generation,
            long headPosition,
            long position,
            @Nullable Instant completeThrough) {
        generations.recordCompleteness(head, generation, headPosition, position, completeThrough);
    }

    private Map<GenerationId, HeldProductSummary> held() {
        var counts = new HashMap<GenerationId, Long>();
        var first = new HashMap<GenerationId, List<HeldProduct>>();
        reads.sql(SELECT_HELD)
                .param(HELD_PRODUCTS_READ_MAX)
                .query(
                        row -> {
                            var generation = new GenerationId(row.getString(1), row.getInt(2));
                            counts.put(generation, row.getLong(3));
                            first.computeIfAbsent(generation, _ -> new ArrayList<>())
                                    .add(heldProduct(row));
                        });
        var held = new HashMap<GenerationId, HeldProductSummary>();
        first.forEach(
                (generation, products) ->
                        held.put(
                                generation,
                                new HeldProductSummary(
                                        counts.getOrDefault(generation, 0L), products)));
        return held;
    }

    private static HeldProduct heldProduct(ResultSet row) throws SQLException {
        return new HeldProduct(
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getBoolean(9));
    }
}
