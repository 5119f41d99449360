package io.stockledger.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.Provisioning;

import org.flywaydb.core.Flyway;

import java.sql.SQLException;

/** A views database with the tables of every read model; dropped at the end. */
public final class ViewsDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 2;

    private final ServerDatabase database;
    private final Passwords passwords;

    ViewsDatabase(ServerDatabase database, Passwords passwords) {
        this.database = database;
        this.passwords = passwords;
        Flyway.configure()
                .dataSource(database.url(), Provisioning.QUERY, passwords.query())
                .locations(
                        "classpath:io/stockledger/query/intake/migrations",
                        "classpath:io/stockledger/query/inventory/migrations",
                        "classpath:io/stockledger/query/reservations/migrations",
                        "classpath:io/stockledger/query/movements/migrations")
                .load()
                .migrate();
    }

    /** A pool of the query service's role. */
    public HikariDataSource query() {
        return database.pool(Provisioning.QUERY, passwords.query(), CONNECTIONS);
    }

    /** Writes what is dirty to disk, so that one load does not pay for the one before. */
    public void checkpoint() throws SQLException {
        database.checkpoint();
    }

    @Override
    public void close() throws SQLException {
        database.drop();
    }
}
