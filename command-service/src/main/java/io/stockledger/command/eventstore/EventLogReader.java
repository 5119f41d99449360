package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the rows of the event log: by position for the relay, by stream for the audit trail.
 * Thread-safe.
 */
public final class EventLogReader {

    static final String AFTER_POSITION =
            """
            SELECT event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
                   event_type, event_version, payload, metadata
            FROM events
            WHERE position > :position
            ORDER BY position
            LIMIT :max
            """;

    static final String OF_STREAM =
            """
            SELECT event_id, aggregate_id, aggregate_type, sequence_number, position, occurred_at,
                   event_type, event_version, payload, metadata
            FROM events
            WHERE aggregate_id = :stream COLLATE "C" AND sequence_number > :after
            ORDER BY sequence_number
            LIMIT :max
            """;

    static final String PRODUCTS_OF_ORDERS =
            """
            SELECT head.epoch, head.epoch_number, asked.order_id, reserved.product
            FROM log_head AS head
            CROSS JOIN unnest(:orders::text[]) AS asked (order_id)
            LEFT JOIN LATERAL (
                SELECT given.aggregate_id AS product, min(given.position) AS first_position
                FROM (SELECT aggregate_id, position
                      FROM events
                      WHERE event_type = 'StockReserved'
                        AND (payload ->> 'orderId') COLLATE "C" = asked.order_id COLLATE "C"
                      UNION ALL
                      SELECT aggregate_id, position
                      FROM events
                      WHERE event_type = 'ReservationReassigned'
                        AND (payload ->> 'toOrderId') COLLATE "C" = asked.order_id COLLATE "C")
                    AS given
                GROUP BY given.aggregate_id) AS reserved ON true
            ORDER BY reserved.first_position
            """;

    private final JdbcClient jdbc;

    /** Reads with a client that has the application role. */
    public EventLogReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** At most {@code max} events after a position, in log order. */
    public List<StoredEvent> afterPosition(long position, int max) {
        return jdbc.sql(AFTER_POSITION)
                .param("position", position)
                .param("max", max)
                .query((row, _) -> storedEvent(row))
                .list();
    }

    /** At most {@code max} events of a stream after a sequence number, in sequence. */
    public List<StoredEvent> ofStream(String streamId, long afterSequenceNumber, int max) {
        return jdbc.sql(OF_STREAM)
                .param("stream", streamId)
                .param("after", afterSequenceNumber)
                .param("max", max)
                .query((row, _) -> storedEvent(row))
                .list();
    }

    /**
     * The products that each of these orders has ever reserved or got from another order.
     *
     * @param orderIds at least one
     */
    public ProductsOfOrders productsOfOrders(Collection<String> orderIds) {
        ResultSetExtractor<ProductsOfOrders> extractor = EventLogReader::productsOfOrders;
        return jdbc.sql(PRODUCTS_OF_ORDERS)
                .param("orders", orderIds.toArray(String[]::new))
                .query(extractor);
    }

    private static ProductsOfOrders productsOfOrders(ResultSet rows) throws SQLException {
        LogEpoch epoch = null;
        var productIds = new HashMap<String, Set<String>>();
        while (rows.next()) {
            epoch = new LogEpoch(rows.getObject(1, UUID.class), rows.getInt(2));
            Set<String> ofOrder =
                    productIds.computeIfAbsent(rows.getString(3), _ -> new LinkedHashSet<>());
            String productId = rows.getString(4);
            if (productId != null) {
                ofOrder.add(productId);
            }
        }
        if (epoch == null) {
            throw new IllegalArgumentException("no order was asked for");
        }
        return new ProductsOfOrders(epoch, productIds);
    }

    private static StoredEvent storedEvent(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getString(7),
                row.getInt(8),
                row.getString(9),
                row.getString(10));
    }
}
