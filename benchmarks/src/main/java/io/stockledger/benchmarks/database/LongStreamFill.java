package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductDetails;
import io.stockledger.command.domain.Reservation;
import io.stockledger.command.domain.WarehouseStock;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductSnapshotJson;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills an empty event log with one long stream and the registration of a second product. The long
 * stream has a registration, a receipt, orders that were reserved and shipped, and finally the
 * reservations that are still open. Its snapshot is older than its last events, as in production.
 */
public final class LongStreamFill {

    /** The number of the product with the long stream. */
    public static final int LARGE = 0;

    /** The number of the product that has only been registered. */
    public static final int NEW = 1;

    private static final String INSERT =
            """
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                event_version, occurred_at, payload, metadata)
            SELECT filled.n, uuidv7(), filled.product, 'Inventory', filled.n, filled.type, 1, now(),
                   CASE filled.type
                       WHEN 'ProductRegistered' THEN
                           format('{"type":"ProductRegistered","productId":"%1$s","name":"%1$s","sku":"%1$s",'
                                  '"initialQuantity":%2$s,"warehouseId":"%3$s"}',
                                  filled.product, filled.stock, filled.warehouse)
                       WHEN 'StockReceived' THEN
                           format('{"type":"StockReceived","productId":"%s","warehouseId":"%s","quantity":1,'
                                  '"reference":"filled"}',
                                  filled.product, filled.warehouse)
                       WHEN 'StockReserved' THEN
                           format('{"type":"StockReserved","productId":"%s","orderId":"filled-%s","quantity":1}',
                                  filled.product, filled.n)
                       ELSE
                           format('{"type":"StockShipped","productId":"%s","orderId":"filled-%s","warehouseId":"%s",'
                                  '"quantity":1}',
                                  filled.product, filled.n - 1, filled.warehouse)
                   END::json,
                   format('{"commandId":"%s","correlationId":"filled"}', uuidv7())::json
            FROM (SELECT n, ?::text AS product, ?::bigint AS stock, ?::text AS warehouse,
                         CASE WHEN n = 1 THEN 'ProductRegistered'
                              WHEN n = 2 THEN 'StockReceived'
                              WHEN n % 2 = 1 OR n > ? THEN 'StockReserved'
                              ELSE 'StockShipped' END AS type
                  FROM generate_series(1, ?::bigint) AS n) AS filled
            """;

    private static final String REGISTER =
            """
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                event_version, occurred_at, payload, metadata)
            SELECT ?::bigint, uuidv7(), ?, aggregate_type, sequence_number, event_type, event_version,
                   occurred_at, replace(payload::text, aggregate_id, ?)::json, metadata
            FROM events
            WHERE position = 1
            """;

    private final EventsDatabase database;
    private final long events;
    private final long open;

    /**
     * Creates the fill.
     *
     * @param events the number of events of the long stream, an even number
     * @param open the number of open reservations at its end, an even number
     */
    public LongStreamFill(EventsDatabase database, long events, long open) {
        this.database = database;
        this.events = events;
        this.open = open;
    }

    /**
     * Writes the streams and the snapshot.
     *
     * @param eventsAfterSnapshot the number of events of the long stream after its snapshot, at
     *     most the number of open reservations
     */
    public void fill(long eventsAfterSnapshot) throws SQLException {
        String id = FilledProducts.id(LARGE);
        try (HikariDataSource owner = database.owner(1)) {
            try (Connection connection = owner.getConnection()) {
                try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                    insert.setString(1, id);
                    insert.setLong(2, FilledProducts.OPENING_STOCK);
                    insert.setString(3, FilledProducts.WAREHOUSE);
                    insert.setLong(4, events - open);
                    insert.setLong(5, events);
                    insert.executeUpdate();
                }
                try (PreparedStatement register = connection.prepareStatement(REGISTER)) {
                    register.setLong(1, events + 1);
                    register.setString(2, FilledProducts.id(NEW));
                    register.setString(3, FilledProducts.id(NEW));
                    register.executeUpdate();
                }
                LogFill.moveHead(connection, events + 1);
            }
            new PostgresSnapshotStore(owner)
                    .save(
                            new PostgresEventStore(owner).epoch(),
                            List.of(
                                    ProductSnapshotJson.write(
                                            after(events - eventsAfterSnapshot))));
            try (Connection connection = owner.getConnection()) {
                LogFill.vacuum(connection);
            }
        }
        database.checkpoint();
    }

    /** Returns the product at a version at or after the first open reservation. */
    private Product after(long version) {
        String id = FilledProducts.id(LARGE);
        long closed = events - open;
        Map<String, Reservation> reservations = new HashMap<>();
        for (long number = closed + 1; number <= version; number++) {
            reservations.put("filled-" + number, new Reservation(1, null));
        }
        long shipped = (closed - 2) / 2;
        return new Product(
                id,
                ProductDetails.named(id, id),
                version,
                Instant.now(),
                Map.of(
                        FilledProducts.WAREHOUSE,
                        new WarehouseStock(FilledProducts.OPENING_STOCK + 1 - shipped, 0)),
                reservations);
    }
}
