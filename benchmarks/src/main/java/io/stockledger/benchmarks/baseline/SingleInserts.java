package io.stockledger.benchmarks.baseline;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Client;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.ProductChoice;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One INSERT of one event per transaction over 32 connections: the upper limit of a service without
 * a writer loop, because no version is checked and nothing is decided. The client is pgbench if it
 * is on the PATH, because a C client leaves the most processor time to the database; otherwise
 * JDBC.
 */
public final class SingleInserts implements AutoCloseable {

    static final int CONNECTIONS = 32;

    static final String PAYLOAD =
            """
            {"type":"StockReserved","productId":"product-000001","orderId":"order-00000001","quantity": 1}\
            """;

    private static final String INSERT =
            """
            INSERT INTO baseline_events (event_id, aggregate_id, aggregate_type, sequence_number, event_type,
                                         event_version, occurred_at, payload, metadata)
            VALUES (?, ?, 'Inventory', ?, 'StockReserved', 1, now(), ?::json, '{"commandId":"baseline"}')
            """;

    private final HikariDataSource owner;
    private final Load load;
    private final String name;

    /** Creates the baseline on a database. */
    public SingleInserts(EventsDatabase database, int products) throws SQLException {
        this.owner = database.owner(CONNECTIONS + 1);
        BaselineTable.create(owner);
        var pgbench = Pgbench.onPath(System.getenv("PATH"));
        if (pgbench.isPresent()) {
            this.load =
                    new Pgbench(pgbench.get(), database.ownerLogin(), products, database.folder());
            this.name = "one INSERT per transaction, pgbench, 32 connections";
        } else {
            this.load =
                    new ClosedLoop(
                            CONNECTIONS,
                            1,
                            Thread.ofPlatform().factory(),
                            number -> client(number, products));
            this.name = "one INSERT per transaction, JDBC, 32 connections";
        }
    }

    public Load load() {
        return load;
    }

    /** Returns the name of the load, which includes the client. */
    public String name() {
        return name;
    }

    /** Creates a client with its own connection and prepared statement. */
    private Client client(int number, int products) throws SQLException {
        Connection connection = owner.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT);
        ProductChoice choice = ProductChoice.evenly(products);
        long[] sequenceNumber = {(long) number << 40};
        return () -> {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, FilledProducts.id(choice.next()));
            insert.setLong(3, ++sequenceNumber[0]);
            insert.setString(4, PAYLOAD);
            return CompletableFuture.completedFuture(insert.executeUpdate());
        };
    }

    @Override
    public void close() {
        owner.close();
    }
}
