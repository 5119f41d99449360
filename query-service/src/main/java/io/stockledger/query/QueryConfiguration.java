package io.stockledger.query;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeListener;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.http.ViewUnavailableAdvice;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.IntakeMetrics;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.intake.TopicObserver;
import io.stockledger.query.inventory.AwaitedVersions;
import io.stockledger.query.inventory.InventoryAnswers;
import io.stockledger.query.inventory.InventoryChangesController;
import io.stockledger.query.inventory.InventoryController;
import io.stockledger.query.inventory.InventoryPages;
import io.stockledger.query.inventory.InventoryProjection;
import io.stockledger.query.inventory.InventoryQueries;
import io.stockledger.query.inventory.ReadMetrics;
import io.stockledger.query.movements.LevelQueries;
import io.stockledger.query.movements.LevelsController;
import io.stockledger.query.movements.MovementQueries;
import io.stockledger.query.movements.MovementsController;
import io.stockledger.query.movements.MovementsProjection;
import io.stockledger.query.progress.FreshnessFilter;
import io.stockledger.query.progress.ProgressMetrics;
import io.stockledger.query.progress.ProgressQueries;
import io.stockledger.query.progress.ProgressWatch;
import io.stockledger.query.progress.ProjectionsController;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.progress.TopicNotice;
import io.stockledger.query.progress.ViewHealth;
import io.stockledger.query.reservations.ReservationQueries;
import io.stockledger.query.reservations.ReservationsController;
import io.stockledger.query.reservations.ReservationsProjection;

import org.apache.kafka.clients.admin.Admin;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

/** The parts of the query service, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({QuerySettings.class, KafkaProperties.class})
public class QueryConfiguration {

    private static final String INTAKE = "intakeDataSource";
    private static final String STANDBY = "standbyDataSource";

    /** Every read model there is, in the order in which a batch is projected. */
    @Bean
    ReadModels readModels() {
        return new ReadModels(
                List.of(
                        new InventoryProjection(),
                        new ReservationsProjection(),
                        new MovementsProjection()));
    }

    record ReadModels(List<Projection> projections) {}

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Connections of the intake's own, so that a rush of reads cannot hold the projections up. */
    @Bean(name = INTAKE, defaultCandidate = false)
    HikariDataSource intakeDataSource(DataSourceProperties database, QuerySettings settings) {
        HikariDataSource pool =
                database.initializeDataSourceBuilder().type(HikariDataSource.class).build();
        pool.setPoolName("intake");
        pool.setMaximumPoolSize(settings.query().concurrency() + 1);
        pool.setConnectionTimeout(5_000);
        // The offsets are committed to Kafka after the rows, which must be on disk by then.
        pool.setConnectionInitSql("SET synchronous_commit = on");
        pool.addDataSourceProperty("ApplicationName", "stockledger-query-intake");
        pool.addDataSourceProperty("socketTimeout", "60");
        return pool;
    }

    /** There only where a standby is set. */
    @Bean(name = STANDBY, defaultCandidate = false)
    @ConditionalOnProperty("stockledger.query.read-database.url")
    HikariDataSource standbyDataSource(HikariDataSource database, QuerySettings settings) {
        return ReadSource.standbyLike(
                database, Objects.requireNonNull(settings.query().readDatabase()));
    }

    @Bean
    ReadSource reads(
            DataSource database,
            @Qualifier(STANDBY) ObjectProvider<HikariDataSource> standby,
            QuerySettings settings) {
        return ReadSource.of(
                database, standby.getIfAvailable(), settings.query().readTimeoutMaxSeconds());
    }

    @Bean
    BatchProjector batchProjector(
            @Qualifier(INTAKE) DataSource dataSource, ReadModels readModels, Clock clock) {
        return new BatchProjector(dataSource, readModels.projections(), clock);
    }

    @Bean
    KafkaIntake kafkaIntake(
            KafkaProperties kafka,
            BatchProjector projector,
            MeterRegistry registry,
            QuerySettings settings) {
        return new KafkaIntake(
                new DefaultKafkaConsumerFactory<>(
                        ConsumerSettings.consumer(kafka, settings.query())),
                projector,
                new IntakeMetrics(registry),
                new KafkaIntake.Options(
                        settings.topic().name(),
                        settings.query().groupId(),
                        settings.query().concurrency(),
                        settings.query().retryDelayMaxMs()));
    }

    @Bean
    TopicObserver topicObserver(KafkaProperties kafka, QuerySettings settings, Clock clock) {
        return new TopicObserver(
                Admin.create(ConsumerSettings.admin(kafka)), settings.topic().name(), clock);
    }

    @Bean
    @DependsOnDatabaseInitialization
    ProgressWatch progressWatch(
            TopicObserver topic,
            @Qualifier(INTAKE) DataSource dataSource,
            ReadSource reads,
            ReadModels readModels,
            ChangeFeed feed,
            KafkaProperties kafka,
            QuerySettings settings,
            Clock clock) {
        ProgressWatch watch =
                new ProgressWatch(
                        topic::look,
                        new ProgressQueries(
                                JdbcClient.create(dataSource),
                                reads.ofStandby() ? reads.jdbc() : JdbcClient.create(dataSource),
                                BatchProjector.GENERATION),
                        readModels.projections(),
                        new TopicNotice(
                                settings.topic().name(),
                                String.join(",", kafka.getBootstrapServers()),
                                Duration.ofMillis(settings.query().topicWaitMaxMs())),
                        new ChangeQueries(JdbcClient.create(dataSource)),
                        feed,
                        clock);
        watch.register();
        return watch;
    }

    @Bean
    RepeatedPass progressPass(ProgressWatch watch, KafkaIntake intake, QuerySettings settings) {
        Runnable lookOnce =
                () -> {
                    String topicId = watch.watchOnce();
                    if (topicId != null) {
                        intake.topicSeen(topicId);
                    }
                };
        return new RepeatedPass("progress watch", lookOnce, settings.query().progressRefreshMs());
    }

    @Bean
    FilterRegistrationBean<FreshnessFilter> freshnessFilter(
            ProgressWatch watch, MeterRegistry registry, ReadModels readModels) {
        ProgressMetrics.register(registry, watch, readModels.projections());
        var registration = new FilterRegistrationBean<>(new FreshnessFilter(watch));
        registration.addUrlPatterns("/v1/*");
        return registration;
    }

    /** Named so that the health endpoint calls it {@code view}. */
    @Bean
    ViewHealth viewHealthIndicator(ProgressWatch watch, QuerySettings settings) {
        return new ViewHealth(watch, settings.query().lagMaxMs());
    }

    @Bean
    ProjectionsController projectionsController(ProgressWatch watch) {
        return new ProjectionsController(watch);
    }

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
    InventoryAnswers inventoryAnswers(
            ReadSource reads,
            ChangeFeed feed,
            JsonMapper mapper,
            MeterRegistry registry,
            QuerySettings settings,
            Clock clock) {
        var answers =
                new InventoryAnswers(
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
            InventoryAnswers answers,
            ChangeFeed feed,
            ReadSource reads,
            QuerySettings settings,
            Clock clock) {
        return new InventoryController(
                answers,
                new AwaitedVersions(answers, feed.signals(), settings.reads().waitMaxMs()),
                new InventoryPages(
                        reads.dataSource(), settings.query().readTimeoutMaxSeconds(), clock));
    }

    @Bean
    InventoryChangesController inventoryChangesController(
            ChangeFeed feed, ReadSource reads, InventoryAnswers answers, QuerySettings settings) {
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
    ViewUnavailableAdvice viewUnavailableAdvice() {
        return new ViewUnavailableAdvice();
    }
}
