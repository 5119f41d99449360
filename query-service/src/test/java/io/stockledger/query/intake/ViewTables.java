package io.stockledger.query.intake;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.query.alerts.LowStockProjection;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.inventory.projection.InventoryProjection;
import io.stockledger.query.movements.MovementsProjection;
import io.stockledger.query.reservations.ReservationsProjection;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A new views database with the tables of every read model, and projectors for it. */
final class ViewTables implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC);

    private static final List<String> TABLES =
            List.of(
                    "inventory_view",
                    "inventory_search",
                    "inventory_holdings",
                    "inventory_bindings",
                    "inventory_periods",
                    "inventory_former_search",
                    "inventory_former_holdings",
                    "reservation_heads",
                    "reservations",
                    "reservation_lapses",
                    "movement_heads",
                    "movements",
                    "movement_bindings",
                    "movement_blocks",
                    "low_stock",
                    "held_products",
                    "dead_letters",
                    "projection_progress");

    static final int LETTERS_MAX = 20;

    private static final int LOW_STOCK_BELOW = 10;

    private static final List<Projection> PROJECTIONS =
            List.of(
                    new InventoryProjection(),
                    new ReservationsProjection(),
                    new MovementsProjection(),
                    new LowStockProjection(LOW_STOCK_BELOW));

    private final HikariDataSource dataSource;

    ViewTables() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(database.jdbcUrl());
        dataSource.setUsername(database.applicationUser());
        dataSource.setPassword(database.applicationPassword());
        dataSource.setMaximumPoolSize(4);
        dataSource.addDataSourceProperty("currentSchema", Generations.searchPath(PROJECTIONS));
        Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema("public")
                .locations("classpath:io/stockledger/query/generations/migrations")
                .load()
                .migrate();
        new Generations(dataSource, PROJECTIONS).register();
    }

    BatchProjector projector() {
        return new BatchProjector(dataSource, PROJECTIONS, CLOCK, new DeadLetters(LETTERS_MAX));
    }

    /** Tries dead letters again with a new projector. */
    DeadLetterRecovery recovery() {
        return new DeadLetterRecovery(dataSource, projector(), new DeadLetters(LETTERS_MAX), CLOCK);
    }

    HikariDataSource dataSource() {
        return dataSource;
    }

    JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    /** The rows of every table as text, by the name of the table. */
    Map<String, List<String>> rows() {
        var rows = new LinkedHashMap<String, List<String>>();
        for (String table : TABLES) {
            rows.put(
                    table,
                    jdbc().sql("SELECT t::text FROM " + table + " t ORDER BY 1")
                            .query((row, _) -> row.getString(1))
                            .list());
        }
        return rows;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
