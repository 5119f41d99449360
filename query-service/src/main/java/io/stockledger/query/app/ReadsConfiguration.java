package io.stockledger.query.app;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.query.alerts.LowStockHttp;
import io.stockledger.query.alerts.LowStockQueries;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeListener;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.exports.ExportLimits;
import io.stockledger.query.exports.Exports;
import io.stockledger.query.inventory.InventoryHttp;
import io.stockledger.query.inventory.cache.InventoryCache;
import io.stockledger.query.inventory.cache.VersionWaiter;
import io.stockledger.query.inventory.search.InventoryPages;
import io.stockledger.query.inventory.search.InventoryQueries;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.movements.CurveQueries;
import io.stockledger.query.movements.LevelQueries;
import io.stockledger.query.movements.MovementPages;
import io.stockledger.query.movements.MovementQueries;
import io.stockledger.query.movements.MovementsHttp;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.reservations.ReservationQueries;
import io.stockledger.query.reservations.ReservationsHttp;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;

/** The parts that answer reads: the change feed, the inventory cache and the queries. */
@Configuration(proxyBeanMethods = false)
@Import({InventoryHttp.class, ReservationsHttp.class, MovementsHttp.class, LowStockHttp.class})
class ReadsConfiguration {

    /** The pause between two checks of the limits of exports. */
    private static final long EXPORT_WATCH_MS = 100;

    @Bean
    ChangeFeed changeFeed(QueryServiceSettings settings, QueryMetrics metrics) {
        var feed = new ChangeFeed(settings.reads().streamBacklogMax());
        metrics.changeFeed(
                feed::changesReceived,
                feed::reconnects,
                feed::isListening,
                () -> feed.signals().waiting());
        return feed;
    }

    /** Its connection has short time-outs, so that a dead one is noticed. */
    @Bean
    @DependsOnDatabaseInitialization
    ChangeListener changeListener(
            DataSourceProperties database, QueryServiceSettings settings, ChangeFeed feed) {
        QueryServiceSettings.ReadDatabase standby = settings.query().readDatabase();
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
    InventoryCache inventoryCache(
            ReadSource reads,
            ChangeFeed feed,
            JsonMapper mapper,
            QueryServiceSettings settings,
            QueryMetrics metrics,
            Clock clock) {
        var cache =
                new InventoryCache(
                        new InventoryQueries(reads.jdbc(), clock),
                        feed,
                        mapper,
                        clock,
                        Duration.ofMillis(settings.reads().cacheAgeMaxMs()),
                        settings.reads().cacheBytesMax());
        metrics.inventoryCache(cache::hits, cache::misses, cache::evictions, cache::size);
        return cache;
    }

    @Bean
    VersionWaiter versionWaiter(
            InventoryCache cache, ChangeFeed feed, QueryServiceSettings settings) {
        return new VersionWaiter(cache, feed.signals(), settings.reads().waitMaxMs());
    }

    @Bean
    InventoryPages inventoryPages(
            @Qualifier(DatabaseConfiguration.COSTLY_READS) ReadSource reads,
            QueryServiceSettings settings,
            Clock clock) {
        return new InventoryPages(
                reads.dataSource(), settings.query().readTimeoutMaxSeconds(), clock);
    }

    @Bean
    ChangeQueries changeQueries(ReadSource reads) {
        return new ChangeQueries(reads.jdbc());
    }

    @Bean
    InventoryHttp.StreamLimits streamLimits(QueryServiceSettings settings) {
        return new InventoryHttp.StreamLimits(
                settings.reads().streamsMax(),
                Duration.ofMillis(settings.reads().streamHeartbeatMs()));
    }

    @Bean
    Exports exports(
            @Qualifier(DatabaseConfiguration.EXPORTS) HikariDataSource dataSource,
            ReadModels readModels,
            QueryServiceSettings settings,
            QueryMetrics metrics,
            Clock clock) {
        QueryServiceSettings.Exports limits = settings.exports();
        return new Exports(
                dataSource,
                readModels.projections(),
                new ExportLimits(
                        limits.runningMax(),
                        Duration.ofMillis(limits.stallMaxMs()),
                        Duration.ofMillis(limits.durationMaxMs())),
                metrics,
                clock);
    }

    @Bean
    RepeatedPass exportWatch(Exports exports) {
        return new RepeatedPass("watch over the exports", exports::cutOnce, EXPORT_WATCH_MS);
    }

    @Bean
    MovementQueries movementQueries(ReadSource reads) {
        return new MovementQueries(reads.jdbc());
    }

    @Bean
    MovementPages movementPages(
            @Qualifier(DatabaseConfiguration.COSTLY_READS) ReadSource reads,
            QueryServiceSettings settings) {
        return new MovementPages(reads.dataSource(), settings.query().readTimeoutMaxSeconds());
    }

    @Bean
    LevelQueries levelQueries(@Qualifier(DatabaseConfiguration.COSTLY_READS) ReadSource reads) {
        return new LevelQueries(reads.jdbc());
    }

    @Bean
    CurveQueries curveQueries(@Qualifier(DatabaseConfiguration.COSTLY_READS) ReadSource reads) {
        return new CurveQueries(reads.jdbc());
    }

    @Bean
    ReservationQueries reservationQueries(ReadSource reads, Clock clock) {
        return new ReservationQueries(reads.jdbc(), clock);
    }

    @Bean
    LowStockQueries lowStockQueries(
            @Qualifier(DatabaseConfiguration.COSTLY_READS) ReadSource reads,
            QueryServiceSettings settings) {
        return new LowStockQueries(reads.jdbc(), settings.query().lowStockBelow());
    }
}
