package io.stockledger.benchmarks.writerloop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

/**
 * The baseline: one INSERT of one event a transaction, as a service without a writer loop would do
 * it, into a table of the same shape and with the same indexes. No version is checked and no
 * product is decided on.
 */
final class SingleInserts implements AutoCloseable {

    static final int CONNECTIONS = 32;

    static final String PAYLOAD =
            """
            {"type":"StockReserved","productId":"product-000001","orderId":"order-00000001","quantity":1}\
            """;

    private static final String CREATE_TABLE =
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
                UNIQUE (aggregate_id, sequence_number)
            )
            """;

    static final String INSERT =
            """
            INSERT INTO baseline_events (event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                         event_version, occurred_at, payload, metadata)
            VALUES (?, ?, 'Inventory', ?, 'StockReserved', 1, now(), ?::json, '{"commandId":"baseline"}')
            """;

    private final DataSource dataSource;
    private final List<Connection> connections = new ArrayList<>();

    SingleInserts(DataSource dataSource) throws SQLException {
        this.dataSource = dataSource;
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE_TABLE);
        }
    }

    /** One connection and one prepared statement for each client. */
    ClosedLoop load(int productCount) {
        return new ClosedLoop(
                "one INSERT a transaction, JDBC, " + CONNECTIONS + " connections",
                CONNECTIONS,
                Thread.ofPlatform().factory(),
                number -> client(number, productCount));
    }

    private ClosedLoop.Client client(int number, int productCount) throws SQLException {
        Connection connection = dataSource.getConnection();
        connections.add(connection);
        PreparedStatement insert = connection.prepareStatement(INSERT);
        long[] sequenceNumber = {(long) number << 40};
        return () -> {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, Products.id(ThreadLocalRandom.current().nextInt(productCount)));
            insert.setLong(3, ++sequenceNumber[0]);
            insert.setString(4, PAYLOAD);
            insert.executeUpdate();
        };
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
