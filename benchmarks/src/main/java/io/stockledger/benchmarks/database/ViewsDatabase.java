package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.query.app.ReadModels;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.intake.Projection;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** A views database with the tables of all read models. It is dropped at the end. */
public final class ViewsDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 2;
    private static final int LOW_STOCK_BELOW = 10;
    private static final long PAUSE_SECONDS = 2;

    /** All read models that the query service registers. */
    public static final List<Projection> READ_MODELS =
            ReadModels.registered(LOW_STOCK_BELOW).projections();

    /** The sum of the versions of all products, in the read model that is furthest behind. */
    private static final String PROJECTED =
            """
            SELECT least(
                (SELECT coalesce(sum(version), 0) FROM inventory_g1.inventory_view),
                (SELECT coalesce(sum(version), 0) FROM reservations_g1.reservation_heads),
                (SELECT coalesce(sum(version), 0) FROM movements_g1.movement_heads),
                (SELECT coalesce(sum(version), 0) FROM low_stock_g1.low_stock))
            """;

    private final ServerDatabase database;
    private final Passwords passwords;

    ViewsDatabase(ServerDatabase database, Passwords passwords) {
        this.database = database;
        this.passwords = passwords;
        Flyway.configure()
                .dataSource(database.url(), Provisioning.QUERY, passwords.query())
                .defaultSchema("public")
                .locations("classpath:io/stockledger/query/generations/migrations")
                .load()
                .migrate();
        try (HikariDataSource pool = query()) {
            new Generations(pool, READ_MODELS).register();
        }
    }

    /** Returns a new pool with the role of the query service. */
    public HikariDataSource query() {
        return database.pool(
                Provisioning.QUERY,
                passwords.query(),
                CONNECTIONS,
                Generations.searchPath(READ_MODELS));
    }

    /** Returns the settings of a query service on this database, as environment variables. */
    public Map<String, String> serviceEnvironment() {
        return Map.of(
                "SPRING_DATASOURCE_URL", database.url(),
                "SPRING_DATASOURCE_USERNAME", Provisioning.QUERY,
                "SPRING_DATASOURCE_PASSWORD", passwords.query());
    }

    public String url() {
        return database.url();
    }

    /**
     * Waits until every read model has a number of events. A query service may be ready before, if
     * no relay tells it how many events there are.
     *
     * @param progress receives the number of projected events every 2 seconds
     */
    public void awaitProjected(long events, LongConsumer progress) throws SQLException {
        long projected = eventsProjected();
        while (projected < events) {
            progress.accept(projected);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(PAUSE_SECONDS));
            projected = eventsProjected();
        }
    }

    /** Returns the number of events that every read model has. */
    public long eventsProjected() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(), Provisioning.QUERY, passwords.query());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PROJECTED)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Removes dead rows and renews the statistics of the planner. */
    public void vacuum() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(), Provisioning.QUERY, passwords.query());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
    }

    /** Writes dirty pages to disk, so that the writes of one load do not slow down the next. */
    public void checkpoint() throws SQLException {
        database.checkpoint();
    }

    @Override
    public void close() throws SQLException {
        database.drop();
    }
}
