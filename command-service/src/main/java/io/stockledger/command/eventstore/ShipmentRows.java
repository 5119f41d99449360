package io.stockledger.command.eventstore;

import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.events.LogEpoch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds up the shipments and returns of orders on the connection of the caller. */
final class ShipmentRows {

    /**
     * One statement, so that the sums, the versions and the epoch are of the same moment. An index
     * finds the shipments and returns by both ids together. The ids are then compared one by one,
     * after OFFSET 0, so that the planner does not read all events of the product instead.
     */
    static final String SHIPMENTS =
            """
            SELECT head.epoch, head.epoch_number, asked.product, asked.order_id, stream.version,
                   sums.shipped, sums.returned
            FROM log_head AS head
            CROSS JOIN unnest(?::text[], ?::text[], ?::bigint[])
                AS asked (product, order_id, up_to)
            CROSS JOIN LATERAL (
                SELECT coalesce(max(sequence_number), 0) AS version
                FROM events
                WHERE aggregate_id = asked.product COLLATE "C"
                  AND sequence_number <= asked.up_to) AS stream
            CROSS JOIN LATERAL (
                SELECT coalesce(sum((found.payload ->> 'quantity')::bigint)
                                FILTER (WHERE found.event_type = 'StockShipped'), 0)::bigint
                           AS shipped,
                       coalesce(sum((found.payload ->> 'quantity')::bigint)
                                FILTER (WHERE found.event_type = 'StockReturned'), 0)::bigint
                           AS returned
                FROM (
                    SELECT aggregate_id, sequence_number, event_type, payload
                    FROM events
                    WHERE event_type IN ('StockShipped', 'StockReturned')
                      AND (aggregate_id || ' ' || (payload ->> 'orderId')) COLLATE "C"
                          = (asked.product || ' ' || asked.order_id) COLLATE "C"
                    OFFSET 0) AS found
                WHERE found.aggregate_id = asked.product COLLATE "C"
                  AND (found.payload ->> 'orderId') COLLATE "C" = asked.order_id COLLATE "C"
                  AND found.sequence_number <= asked.up_to) AS sums
            """;

    private ShipmentRows() {}

    /**
     * The shipments of each product for its order.
     *
     * @param upToVersions the versions up to which the events count; at least one
     */
    static RecordedShipments read(Connection connection, Map<ProductOfOrder, Long> upToVersions)
            throws SQLException {
        List<ProductOfOrder> asked = new ArrayList<>(upToVersions.keySet());
        try (PreparedStatement statement = connection.prepareStatement(SHIPMENTS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            asked.stream().map(ProductOfOrder::productId).toArray(String[]::new)));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            asked.stream().map(ProductOfOrder::orderId).toArray(String[]::new)));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", asked.stream().map(upToVersions::get).toArray(Long[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                return shipments(rows);
            }
        }
    }

    private static RecordedShipments shipments(ResultSet rows) throws SQLException {
        LogEpoch epoch = null;
        var shipments = new HashMap<ProductOfOrder, ShipmentsAt>();
        while (rows.next()) {
            epoch = new LogEpoch(rows.getObject(1, UUID.class), rows.getInt(2));
            shipments.put(
                    new ProductOfOrder(rows.getString(3), rows.getString(4)),
                    new ShipmentsAt(
                            rows.getLong(5), new OrderShipments(rows.getLong(6), rows.getLong(7))));
        }
        if (epoch == null) {
            throw new IllegalArgumentException("no product was asked for");
        }
        return new RecordedShipments(epoch, shipments);
    }
}
