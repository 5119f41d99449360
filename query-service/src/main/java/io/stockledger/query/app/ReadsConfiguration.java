package io.stockledger.query.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.query.alerts.LowStockController;
import io.stockledger.query.alerts.LowStockQueries;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeListener;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.inventory.InventoryChangesController;
import io.stockledger.query.inventory.InventoryController;
import io.stockledger.query.inventory.ReadMetrics;
import io.stockledger.query.inventory.cache.InventoryCache;
import io.stockledger.query.inventory.cache.VersionWaiter;
import io.stockledger.query.inventory.search.InventoryPages;
import io.stockledger.query.inventory.search.InventoryQueries;
import io.stockledger.query.movements.LevelQueries;
import io.stockledger.query.movements.LevelsController;
import io.stockledger.query.movements.MovementQueries;
import io.stockledger.query.movements.MovementsController;
import io.stockledger.query.reservations.ReservationQueries;
import io.stockledger.query.reservations.ReservationsController;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;

/** What answers reads: what is heard of changes, what is kept in memory, and the controllers. */
@Configuration(proxyBeanMethods = false)
class ReadsConfiguration {

    @Bean
    ChangeFeed changeFeed(QuerySettings settings) {
        return new ChangeFeed(settings.reads().streamBacklogMax());
    }

    /** A connection of its own, whose reads end soon: a dead one has to be noticed. */
    @Bean
    @DependsOnDatabaseInitialization
    ChangeListener changeListener(
            DataSourceProperties database, QuerySettings settings, ChangeFeed feed) {
        QuerySettings.ReadDatabase standby = settings.query().readDatabase();
        PGSimpleDataSource connections =
                database.initializeDataSourceBuilder().type(PGSimpleDataSource.class).build();
        if (standby != null) {
            connections.setURL(standby.url());
            connections.setUser(standby.username());
            connections.setPassword(standby.password());
        }
        connections.setApplicationName("stockledger-query-changes");
        connections.setTcpKeepAlive(true);
        connections.setConnectTimeout(3);
        connections.setSocketTimeout(3);
        return new ChangeListener(connections, standby == null, feed);
    }

    @Bean
    InventoryCache inventoryAnswers(
            ReadSource reads,
            ChangeFeed feed,
            JsonMapper mapper,
            MeterRegistry registry,
            QuerySettings settings,
            Clock clock) {
        var answers =
                new InventoryCache(
                        new InventoryQueries(reads.jdbc(), clock),
                        feed,
                        mapper,
                        clock,
                        Duration.ofMillis(settings.reads().cacheAgeMaxMs()),
                        settings.reads().cacheBytesMax());
        ReadMetrics.register(registry, feed, answers);
        return answers;
    }

    @Bean
    InventoryController inventoryController(
            InventoryCache answers,
            ChangeFeed feed,
            ReadSource reads,
            QuerySettings settings,
            Clock clock) {
        return new InventoryController(
                answers,
                new VersionWaiter(answers, feed.signals(), settings.reads().waitMaxMs()),
                new InventoryPages(
                        reads.dataSource(), settings.query().readTimeoutMaxSeconds(), clock));
    }

    @Bean
    InventoryChangesController inventoryChangesController(
            ChangeFeed feed, ReadSource reads, InventoryCache answers, QuerySettings settings) {
        return new InventoryChangesController(
                feed,
                new ChangeQueries(reads.jdbc()),
                answers,
                settings.reads().streamsMax(),
                Duration.ofMillis(settings.reads().streamHeartbeatMs()));
    }

    @Bean
    MovementsController movementsController(ReadSource reads) {
        return new MovementsController(new MovementQueries(reads.jdbc()));
    }

    @Bean
    LevelsController levelsController(ReadSource reads, Clock clock) {
        return new LevelsController(new LevelQueries(reads.jdbc()), clock);
    }

    @Bean
    ReservationsController reservationsController(ReadSource reads, Clock clock) {
        return new ReservationsController(new ReservationQueries(reads.jdbc(), clock));
    }

    @Bean
    LowStockController lowStockController(ReadSource reads, QuerySettings settings) {
        return new LowStockController(
                new LowStockQueries(reads.jdbc()), settings.query().lowStockBelow());
    }
}
