package io.stockledger.benchmarks.baseline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * The table of the baselines. It has the same columns and the same two indexes as the event log.
 * The positions come from an identity column, as in a system without a single writer.
 */
final class BaselineTable {

    private static final String CREATE =
            """
            CREATE TABLE IF NOT EXISTS baseline_events (
                position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                event_id        uuid        NOT NULL,
                aggregate_id    text        NOT NULL COLLATE "C",
                aggregate_type  text        NOT NULL COLLATE "C",
                sequence_number bigint      NOT NULL,
                event_type      text        NOT NULL COLLATE "C",
                event_version   integer     NOT NULL,
                occurred_at     timestamptz NOT NULL,
                payload         json        NOT NULL,
                metadata        json        NOT NULL,
                CONSTRAINT baseline_events_stream_key UNIQUE (aggregate_id, sequence_number)
            )
            """;

    private static final String REGISTER =
            """
            INSERT INTO baseline_events (event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                         event_version, occurred_at, payload, metadata)
            SELECT uuidv7(), product, 'Inventory', 1, 'ProductRegistered', 1, now(),
                   format('{"type":"ProductRegistered","productId":"%1$s","name":"%1$s","sku":"%1$s",'
                          '"initialQuantity":%2$s,"warehouseId":"%3$s"}',
                          product, ?::bigint, ?::text)::json,
                   '{"commandId":"baseline"}'
            FROM (SELECT 'product-' || lpad(n::text, 6, '0') AS product
                  FROM generate_series(0, ?::integer - 1) AS n) AS products
            """;

    private BaselineTable() {}

    static void create(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    /** Inserts the first event of each product. */
    static void registerProducts(
            DataSource owner, int products, long openingStock, String warehouseId)
            throws SQLException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(REGISTER)) {
            statement.setLong(1, openingStock);
            statement.setString(2, warehouseId);
            statement.setInt(3, products);
            statement.executeUpdate();
        }
    }
}
