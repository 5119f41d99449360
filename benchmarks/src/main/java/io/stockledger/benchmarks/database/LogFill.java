package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductSnapshotJson;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;
import io.stockledger.events.LogEpoch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import javax.sql.DataSource;

/**
 * Fills an empty event log with streams of the same length. The streams are interleaved, as in a
 * shop with many products, with valid positions and sequence numbers and a snapshot of each
 * product. The owner writes the events with set-based SQL and re-creates the indexes at the end,
 * from their own definitions, because writing one event at a time would take hours.
 */
public final class LogFill {

    private static final long EVENTS_PER_STATEMENT_MAX = 1_000_000;
    private static final int SNAPSHOTS_PER_BATCH_MAX = 1_000;

    private static final String KEYS =
            """
            SELECT conname, pg_get_constraintdef(oid)
            FROM pg_constraint
            WHERE conrelid = 'events'::regclass AND contype IN ('p', 'u')
            ORDER BY conname
            """;

    private static final String INSERT =
            """
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                event_version, occurred_at, payload, metadata)
            SELECT filled.position, uuidv7(), filled.product, 'Inventory', filled.sequence_number,
                   filled.type, 1, ?::timestamptz + filled.position * interval '1 microsecond',
                   CASE filled.type
                       WHEN 'ProductRegistered' THEN
                           format('{"type":"ProductRegistered","productId":"%1$s","name":"%1$s","sku":"%1$s",'
                                  '"initialQuantity":%2$s,"warehouseId":"%3$s"}',
                                  filled.product, ?::bigint, ?::text)
                       WHEN 'StockReserved' THEN
                           format('{"type":"StockReserved","productId":"%s","orderId":"filled-%s-%s","quantity":1}',
                                  filled.product, filled.number / ?, filled.sequence_number)
                       ELSE
                           format('{"type":"StockShipped","productId":"%s","orderId":"filled-%s-%s","warehouseId":"%s",'
                                  '"quantity":1}',
                                  filled.product, filled.number / ?, filled.sequence_number - 1, ?::text)
                   END::json,
                   format('{"commandId":"%s","correlationId":"filled"}', uuidv7())::json
            FROM (SELECT n AS position,
                         (n - 1) % ? AS number,
                         'product-' || lpad(((n - 1) % ?)::text, 6, '0') AS product,
                         (n - 1) / ? + 1 AS sequence_number,
                         CASE WHEN (n - 1) / ? = 0 THEN 'ProductRegistered'
                              WHEN (n - 1) / ? % 2 = 1 THEN 'StockReserved'
                              ELSE 'StockShipped' END AS type
                  FROM generate_series(?::bigint, ?::bigint) AS n) AS filled
            """;

    private static final String MOVE_HEAD = "UPDATE log_head SET position = ?";

    /** Without this, autovacuum would start during the measurement. */
    private static final String VACUUM = "VACUUM (ANALYZE) events, snapshots";

    private final EventsDatabase database;
    private final int products;

    public LogFill(EventsDatabase database, int products) {
        this.database = database;
        this.products = products;
    }

    /**
     * Writes at least the registration of each product, and otherwise as many events as fit into
     * whole streams.
     *
     * @param events the wanted number of events
     * @param progress receives the number of events written so far
     * @return the number of events in the log
     */
    public long fill(long events, LongConsumer progress) throws SQLException {
        long perProduct = Math.max(1, events / products);
        long total = perProduct * products;
        Instant before =
                Instant.now().minus(total, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MICROS);
        try (HikariDataSource owner = database.owner(1)) {
            try (Connection connection = owner.getConnection()) {
                Map<String, String> keys = keys(connection);
                run(connection, "SET maintenance_work_mem = '256MB'");
                for (String key : keys.keySet()) {
                    run(connection, "ALTER TABLE events DROP CONSTRAINT " + key);
                }
                insert(connection, total, before, progress);
                for (var key : keys.entrySet()) {
                    run(
                            connection,
                            "ALTER TABLE events ADD CONSTRAINT %s %s"
                                    .formatted(key.getKey(), key.getValue()));
                }
                moveHead(connection, total);
            }
            saveSnapshots(owner, perProduct, before);
            try (Connection connection = owner.getConnection()) {
                vacuum(connection);
            }
        }
        database.checkpoint();
        return total;
    }

    private static Map<String, String> keys(Connection connection) throws SQLException {
        Map<String, String> keys = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(KEYS)) {
            while (rows.next()) {
                keys.put(rows.getString(1), rows.getString(2));
            }
        }
        return keys;
    }

    /**
     * Writes the events.
     *
     * @param before the time of position 0; each event is one microsecond after the one before it
     */
    private void insert(Connection connection, long total, Instant before, LongConsumer progress)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (long first = 1; first <= total; first += EVENTS_PER_STATEMENT_MAX) {
                long last = Math.min(total, first + EVENTS_PER_STATEMENT_MAX - 1);
                statement.setObject(1, before.atOffset(ZoneOffset.UTC));
                statement.setLong(2, FilledProducts.OPENING_STOCK);
                statement.setString(3, FilledProducts.WAREHOUSE);
                statement.setInt(4, FilledProducts.PRODUCTS_PER_ORDER);
                statement.setInt(5, FilledProducts.PRODUCTS_PER_ORDER);
                statement.setString(6, FilledProducts.WAREHOUSE);
                for (int parameter = 7; parameter <= 11; parameter++) {
                    statement.setInt(parameter, products);
                }
                statement.setLong(12, first);
                statement.setLong(13, last);
                statement.executeUpdate();
                progress.accept(last);
            }
        }
    }

    static void moveHead(Connection connection, long position) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE_HEAD)) {
            statement.setLong(1, position);
            statement.executeUpdate();
        }
    }

    static void vacuum(Connection connection) throws SQLException {
        run(connection, VACUUM);
    }

    private void saveSnapshots(DataSource owner, long version, Instant before) {
        var store = new PostgresSnapshotStore(owner);
        LogEpoch epoch = new PostgresEventStore(owner).epoch();
        List<Snapshot> batch = new ArrayList<>();
        for (int number = 0; number < products; number++) {
            long lastPosition = (version - 1) * products + number + 1;
            Instant updatedAt = before.plus(lastPosition, ChronoUnit.MICROS);
            batch.add(ProductSnapshotJson.write(FilledProducts.after(number, version, updatedAt)));
            if (batch.size() == SNAPSHOTS_PER_BATCH_MAX || number == products - 1) {
                store.save(epoch, batch);
                batch.clear();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
