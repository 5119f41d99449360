package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.command.expiry.ReservationDeadlines;
import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The frequent statements use an index, so that their cost does not grow with the log. */
class QueryPlansIT {

    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final Pattern BUFFERS =
            Pattern.compile("Buffers: shared(?: hit=([0-9]+))?(?: read=([0-9]+))?");

    private static final String EVENTS =
            """
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number,
                                event_type, event_version, occurred_at, payload, metadata)
            SELECT n, gen_random_uuid(), 'p-' || n % 500, 'Inventory', n / 500 + 1,
                   'StockReceived', 1, now(), '{}', '{}'
            FROM generate_series(1, 60000) AS n
            """;

    /** A product that has shipped 100,000 orders. */
    private static final String SHIPMENTS =
            """
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number,
                                event_type, event_version, occurred_at, payload, metadata)
            SELECT 60000 + n, gen_random_uuid(), 'busy', 'Inventory', n, 'StockShipped', 1, now(),
                   json_build_object('type', 'StockShipped', 'orderId', 'o-' || n, 'quantity', 2),
                   '{}'
            FROM generate_series(1, 100000) AS n
            """;

    private static final String SNAPSHOTS =
            """
            INSERT INTO snapshots (aggregate_id, version, format, state, taken_at)
            SELECT 'p-' || n, 100, 1, json_build_object('filler', repeat('x', 500)), now()
            FROM generate_series(1, 5000) AS n
            """;

    private static final String RECEIPTS =
            """
            INSERT INTO receipts (idempotency_key, fingerprint, first_position, event_count,
                                  recorded_at)
            SELECT 'key-' || n, gen_random_uuid(), n, 1, p.starts_at
            FROM (SELECT starts_at FROM receipt_partitions
                  UNION ALL SELECT 'infinity') AS p
            CROSS JOIN generate_series(1, 20000) AS n
            """;

    private static final String DEADLINES =
            """
            INSERT INTO reservation_deadlines (expires_at, product_id, order_id)
            SELECT now() + n * interval '1 second', 'p-' || n % 500, 'o-' || n
            FROM generate_series(1, 20000) AS n
            """;

    @BeforeAll
    static void fill() {
        DATABASE.asOwner(EVENTS);
        DATABASE.asOwner(SHIPMENTS);
        DATABASE.asOwner(SNAPSHOTS);
        DATABASE.asOwner(RECEIPTS);
        DATABASE.asOwner(DEADLINES);
        DATABASE.asOwner("UPDATE log_head SET position = 160000");
        DATABASE.asOwner("ANALYZE events, snapshots, receipts, reservation_deadlines");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EventRows.LOAD_SINCE,
                EventRows.LOAD_RANGE,
                EventRows.LOAD_RECEIPTS,
                EventLogReader.PRODUCTS_OF_ORDERS,
                ShipmentRows.SHIPMENTS,
                ReservationDeadlines.DUE,
                EventLogReader.AFTER_POSITION,
                EventLogReader.OF_STREAM,
                PostgresSnapshotStore.LOAD
            })
    void a_frequent_statement_never_scans_a_whole_table(String sql) throws SQLException {
        String plan = genericPlan(sql);

        // The table log_head has one row.
        assertThat(plan.replace("Seq Scan on log_head", ""))
                .contains("Index Scan")
                .doesNotContain("Seq Scan on");
    }

    @Test
    void the_shipments_of_an_order_are_found_without_reading_those_of_other_orders()
            throws SQLException {
        var busy = new ProductOfOrder("busy", "o-777");
        try (Connection connection = DATABASE.ownConnections().getConnection()) {
            assertThat(ShipmentRows.read(connection, Map.of(busy, Long.MAX_VALUE)).shipments())
                    .containsEntry(busy, new ShipmentsAt(100_000, new OrderShipments(2, 0)));
        }

        assertThat(pagesRead(ShipmentRows.SHIPMENTS, "busy", "o-777")).isLessThan(40);
    }

    /** The pages that a look-up of one order reads, cached or not. */
    private static long pagesRead(String sql, String productId, String orderId)
            throws SQLException {
        try (Connection connection = DATABASE.ownConnections().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS) " + sql)) {
            statement.setArray(1, connection.createArrayOf("text", new String[] {productId}));
            statement.setArray(2, connection.createArrayOf("text", new String[] {orderId}));
            statement.setArray(3, connection.createArrayOf("bigint", new Long[] {1_000_000L}));
            try (ResultSet lines = statement.executeQuery()) {
                while (lines.next()) {
                    Matcher buffers = BUFFERS.matcher(lines.getString(1));
                    if (buffers.find()) {
                        return Stream.of(buffers.group(1), buffers.group(2))
                                .filter(Objects::nonNull)
                                .mapToLong(Long::parseLong)
                                .sum();
                    }
                }
            }
        }
        throw new AssertionError("the plan has no line about buffers");
    }

    @Test
    void an_append_never_scans_the_whole_log() throws SQLException {
        try (Connection connection = DATABASE.ownConnections().getConnection()) {
            var store = new PostgresEventStore(new SingleConnectionDataSource(connection, true));
            // The server uses a generic plan only after several executions of a statement.
            for (int i = 0; i < 20; i++) {
                store.append(SampleEvents.next("p-" + (1_000 + i), 0, 3));
            }
            long before = tuplesReadByScans(connection);
            for (int i = 0; i < 20; i++) {
                assertThat(store.append(SampleEvents.next("p-" + (2_000 + i), 0, 3)))
                        .isInstanceOf(AppendResult.Success.class);
            }

            assertThat(tuplesReadByScans(connection)).isEqualTo(before);
        }
    }

    private static long tuplesReadByScans(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname ="
                                    + " 'events'")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The generic plan, which the server uses after several executions of a statement. */
    private static String genericPlan(String sql) throws SQLException {
        var plan = new StringBuilder();
        PGSimpleDataSource simple = DATABASE.ownConnections();
        // Only a statement that is sent unchanged may keep its parameters without values.
        simple.setPreferQueryMode(PreferQueryMode.SIMPLE);
        try (Connection connection = simple.getConnection();
                Statement statement = connection.createStatement();
                ResultSet lines =
                        statement.executeQuery(
                                "EXPLAIN (GENERIC_PLAN) " + withNumberedParameters(sql))) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private static String withNumberedParameters(String sql) {
        String numbered = sql.replaceAll("(?<!:):[a-z]+", "?");
        for (int i = 1; numbered.contains("?"); i++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + i);
        }
        return numbered;
    }
}
