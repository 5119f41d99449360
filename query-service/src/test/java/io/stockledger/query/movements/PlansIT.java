package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.testing.FilledTables;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The frequent statements on a million movements use indexes only. */
class PlansIT {

    private static final String MOVEMENTS =
            """
            INSERT INTO movements (product_id, sequence_number, position, event_id, occurred_at,
                stood_from, payload, correlation_id, total_stock, reserved_stock, warehouses, type,
                order_id, to_order_id, warehouse_id, to_warehouse_id)
            SELECT 'product-' || i % 20000, i / 20000 + 1, i, gen_random_uuid(),
                timestamptz '2026-01-01' + i * interval '1 s',
                timestamptz '2026-01-01' + i * interval '1 s', '{}', NULL, 1, 0, '{}',
                CASE WHEN i % 10000 = 9999 THEN 'ProductArchived'
                    WHEN i % 2 = 0 THEN 'StockReserved' ELSE 'StockShipped' END,
                'order-' || i / 5, CASE WHEN i % 100 = 0 THEN 'order-' || i END,
                CASE WHEN i % 1000 = 0 THEN 'rare' ELSE 'main' END,
                CASE WHEN i % 500 = 1 THEN 'rare' END
            FROM generate_series(0, 999999) AS i
            """;

    /** A product with many movements, later in the log. */
    private static final String HOT_MOVEMENTS =
            """
            INSERT INTO movements (product_id, sequence_number, position, event_id, occurred_at,
                stood_from, payload, correlation_id, total_stock, reserved_stock, warehouses, type)
            SELECT 'hot', i, 1000000 + i, gen_random_uuid(),
                timestamptz '2026-02-01' + i * interval '1 s',
                timestamptz '2026-02-01' + i * interval '1 s', '{}', NULL, 1, 0, '{}', 'StockReceived'
            FROM generate_series(1, 100000) AS i
            """;

    private static final String HEADS =
            """
            INSERT INTO movement_heads (product_id, version)
            SELECT 'product-' || i, 50 FROM generate_series(0, 19999) AS i
            """;

    private static final String RESERVATION_HEADS =
            """
            INSERT INTO reservation_heads (product_id, version)
            SELECT 'product-' || i, 50 FROM generate_series(0, 19999) AS i
            """;

    private static final String RESERVATIONS =
            """
            INSERT INTO reservations (order_id, product_id, reserved, shipped, status, expires_at)
            SELECT 'order-' || i, 'product-' || i % 20000, 1, 0, 'open',
                CASE WHEN i % 20 = 0 THEN timestamptz '2026-01-01' + i * interval '1 s' END
            FROM generate_series(1, 100000) AS i
            """;

    private static final String LAPSES =
            """
            INSERT INTO reservation_lapses (product_id, sequence_number, during, quantity)
            SELECT 'product-' || i % 20000, i / 20000 + 1,
                tstzrange(timestamptz '2026-01-01' + i * interval '1 s',
                    timestamptz '2026-01-01' + i * interval '1 s' + interval '2 s'), 1
            FROM generate_series(0, 99999) AS i
            """;

    private static final String BLOCKS =
            """
            INSERT INTO movement_blocks (block, first_at, last_at)
            SELECT position / 4096, min(occurred_at), max(occurred_at)
            FROM movements
            GROUP BY 1
            """;

    private static final Pattern BUFFERS =
            Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private static FilledTables tables;

    @BeforeAll
    static void fill() {
        tables =
                new FilledTables(
                        MOVEMENTS,
                        HOT_MOVEMENTS,
                        HEADS,
                        RESERVATION_HEADS,
                        RESERVATIONS,
                        LAPSES,
                        BLOCKS);
    }

    @Test
    void a_page_of_movements_is_read_in_the_order_of_the_key() throws SQLException {
        assertThat(tables.keptPlan(MovementQueries.SELECT_PAGE, "text", "bigint", "int"))
                .contains("movements_pk")
                .doesNotContain("Seq Scan", "Sort Key");
    }

    @Test
    void each_filter_of_all_movements_is_read_in_the_order_of_the_log_by_its_index() {
        Map.of(
                        new MovementFilter(null, null, null, null, null, null),
                        "movements_by_position",
                        new MovementFilter("hot", null, null, null, null, null),
                        "movements_by_product",
                        new MovementFilter(null, null, "order-77", null, null, null),
                        "movements_by_to_order",
                        new MovementFilter(null, "rare", null, null, null, null),
                        "movements_by_to_warehouse",
                        new MovementFilter(null, null, null, "ProductArchived", null, null),
                        "movements_by_type")
                .forEach(
                        (filter, index) -> {
                            for (long after : new long[] {0, 500_000}) {
                                String plan = plan(filter, after);
                                assertThat(plan).contains(index).doesNotContain("Seq Scan on mov");
                                assertThat(blocksOf(plan)).as(plan).isLessThan(1_000);
                            }
                        });
    }

    @Test
    void a_period_is_found_by_the_times_of_the_blocks_and_not_by_a_scan_of_the_log() {
        Instant from = Instant.parse("2026-01-09T00:00:00Z");
        for (MovementFilter filter :
                List.of(
                        new MovementFilter(null, null, null, null, from, null),
                        new MovementFilter(null, null, null, null, null, from),
                        new MovementFilter(null, null, null, null, from, from.plusSeconds(60)),
                        new MovementFilter(null, "main", null, null, from, from.plusSeconds(60)),
                        new MovementFilter(
                                null, null, null, "StockShipped", from, from.plusSeconds(60)))) {
            String plan = plan(filter, 0);
            assertThat(blocksOf(plan)).as("%s\n%s", filter, plan).isLessThan(1_500);
        }
    }

    private static String plan(MovementFilter filter, long after) {
        MovementStatement page = MovementStatement.page(filter, after, 2_000_000, 51);
        return String.join(
                "\n",
                new NamedParameterJdbcTemplate(tables.dataSource())
                        .queryForList(
                                "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + page.sql(),
                                page.parameters(),
                                String.class));
    }

    private static long blocksOf(String plan) {
        Matcher buffers = BUFFERS.matcher(plan);
        assertThat(buffers.find()).as(plan).isTrue();
        return number(buffers.group(1)) + number(buffers.group(2));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    @Test
    void the_curve_of_a_product_costs_the_points_and_not_the_movements() throws SQLException {
        String kept =
                tables.keptPlan(
                        CurveQueries.SELECT_CURVE, "text", "timestamptz", "timestamptz", "bigint");
        assertThat(kept)
                .contains("Index Scan using movements_pk")
                .contains("Index Only Scan using movements_by_instant")
                .contains("Index Only Scan Backward using movements_by_instant")
                .doesNotContain("Seq Scan");

        String whole = curvePlan("NULL", 50);
        assertThat(blocksOf(whole)).as(whole).isLessThan(500);
        String middle = curvePlan("'2026-02-01T10:00:00Z'", 50);
        assertThat(blocksOf(middle)).as(middle).isLessThan(500);
    }

    /** The plan of a curve of the product with many movements, from an instant to the end. */
    private static String curvePlan(String from, int points) {
        String sql = CurveQueries.SELECT_CURVE;
        for (String parameter : List.of("'hot'", from, "NULL", Integer.toString(points))) {
            sql = sql.replaceFirst("\\?", parameter);
        }
        return String.join(
                "\n",
                new NamedParameterJdbcTemplate(tables.dataSource())
                        .queryForList(
                                "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + sql,
                                Map.of(),
                                String.class));
    }

    @Test
    void past_stock_is_read_by_indexes() throws SQLException {
        for (String plan :
                new String[] {
                    tables.keptPlan(LevelQueries.SELECT_ITEM_AT, "text", "timestamptz"),
                    tables.keptPlan(LevelQueries.SELECT_LEVELS, "text", "timestamptz[]")
                }) {
            assertThat(plan)
                    .contains("Backward using movements_by_instant")
                    .contains("reservation_lapses_by_instant")
                    .contains("reservations_by_product_expiry")
                    .doesNotContain("Seq Scan");
        }
    }

    @Test
    void the_heads_of_a_batch_are_locked_and_written_by_key() throws SQLException {
        assertThat(tables.keptPlan(MovementsPass.HEADS.selectLocked(), "text[]"))
                .contains("movement_heads_pk", "LockRows")
                .doesNotContain("Seq Scan");
        assertThat(
                        tables.keptPlan(
                                MovementsPass.UPDATE_HEADS,
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "text[]",
                                "text[]",
                                "text[]",
                                "bigint[]",
                                "bigint[]",
                                "bigint[]",
                                "boolean[]",
                                "bigint[]",
                                "timestamptz[]"))
                .contains("movement_heads_pk")
                .doesNotContain("Seq Scan");
    }
}
