package io.stockledger.query;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.query.alerts.LowStockController;
import io.stockledger.query.alerts.LowStockQueries;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeListener;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.http.JettyEdge;
import io.stockledger.query.http.ViewUnavailableAdvice;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.IntakeMetrics;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.intake.TopicObserver;
import io.stockledger.query.inventory.AwaitedVersions;
import io.stockledger.query.inventory.InventoryAnswers;
import io.stockledger.query.inventory.InventoryChangesController;
import io.stockledger.query.inventory.InventoryController;
import io.stockledger.query.inventory.InventoryPages;
import io.stockledger.query.inventory.InventoryQueries;
import io.stockledger.query.inventory.ReadMetrics;
import io.stockledger.query.movements.LevelQueries;
import io.stockledger.query.movements.LevelsController;
import io.stockledger.query.movements.MovementQueries;
import io.stockledger.query.movements.MovementsController;
import io.stockledger.query.progress.FreshnessFilter;
import io.stockledger.query.progress.ProgressMetrics;
import io.stockledger.query.progress.ProgressQueries;
import io.stockledger.query.progress.ProgressWatch;
import io.stockledger.query.progress.ProjectionsController;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.progress.TopicNotice;
import io.stockledger.query.progress.ViewHealth;
import io.stockledger.query.rebuild.Generations;
import io.stockledger.query.rebuild.OneReplica;
import io.stockledger.query.rebuild.RebuildController;
import io.stockledger.query.rebuild.RebuildDrive;
import io.stockledger.query.rebuild.RebuildIntakes;
import io.stockledger.query.reservations.ReservationQueries;
import io.stockledger.query.reservations.ReservationsController;

import org.apache.kafka.clients.admin.Admin;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
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
import java.util.Objects;

import javax.sql.DataSource;

/** The parts of the query service, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({QuerySettings.class, KafkaProperties.class})
public class QueryConfiguration {

    private static final String INTAKE = "intakeDataSource";
    private static final String STANDBY = "standbyDataSource";
    private static final String REBUILD = "rebuildDataSource";
    private static final int REBUILD_CONNECTIONS_MAX = 6;
    private static final long REBUILD_IDLE_MS_MAX = 10_000;
    private static final long DRIVE_PAUSE_MS = 200;

    @Bean
    JettyEdge jettyEdge() {
        return new JettyEdge();
    }

    @Bean
    ReadModels readModels(QuerySettings settings) {
        return ReadModels.registered(settings.query().lowStockBelow());
    }

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

    /** Reads find the tables of each read model through the views of its version. */
    @Bean
    static BeanPostProcessor readsThroughViews(ObjectProvider<ReadModels> readModels) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.addDataSourceProperty(
                            "currentSchema",
                            Generations.searchPath(readModels.getObject().projections()));
                }
                return bean;
            }
        };
    }

    /** Connections of the rebuilds' own: one while nothing is rebuilt. */
    @Bean(name = REBUILD, defaultCandidate = false)
    HikariDataSource rebuildDataSource(DataSourceProperties database) {
        HikariDataSource pool =
                database.initializeDataSourceBuilder().type(HikariDataSource.class).build();
        pool.setPoolName("rebuild");
        pool.setMaximumPoolSize(REBUILD_CONNECTIONS_MAX);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(REBUILD_IDLE_MS_MAX);
        pool.setConnectionTimeout(5_000);
        pool.setConnectionInitSql("SET synchronous_commit = on");
        pool.addDataSourceProperty("ApplicationName", "stockledger-query-rebuild");
        // No socket timeout: comparing reads all rows of two generations before it answers.
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        return pool;
    }

    @Bean
    @DependsOnDatabaseInitialization
    Generations generations(@Qualifier(REBUILD) DataSource dataSource, ReadModels readModels) {
        Generations generations = new Generations(dataSource, readModels.projections());
        generations.register();
        return generations;
    }

    @Bean
    RebuildController rebuildController(Generations generations) {
        return new RebuildController(generations);
    }

    @Bean
    RebuildDrive rebuildDrive(
            KafkaProperties kafka,
            Generations generations,
            @Qualifier(REBUILD) DataSource dataSource,
            Admin admin,
            MeterRegistry registry,
            QuerySettings settings,
            Clock clock) {
        var intakes =
                new RebuildIntakes(
                        new DefaultKafkaConsumerFactory<>(
                                ConsumerSettings.consumer(kafka, settings.query())),
                        dataSource,
                        admin,
                        new IntakeMetrics(registry),
                        intakeOptions(settings, settings.query().groupId()),
                        clock);
        return new RebuildDrive(
                generations,
                intakes,
                new OneReplica(dataSource),
                Duration.ofMillis(settings.query().retainedMs()));
    }

    @Bean
    RepeatedPass rebuildPass(RebuildDrive drive) {
        return new RepeatedPass("rebuild drive", drive::driveOnce, drive::stop, DRIVE_PAUSE_MS);
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
            Generations generations,
            MeterRegistry registry,
            QuerySettings settings) {
        return new KafkaIntake(
                new DefaultKafkaConsumerFactory<>(
                        ConsumerSettings.consumer(kafka, settings.query())),
                projector,
                new IntakeMetrics(registry),
                intakeOptions(settings, generations.groupId(settings.query().groupId())));
    }

    private static KafkaIntake.Options intakeOptions(QuerySettings settings, String groupId) {
        return new KafkaIntake.Options(
                "intake",
                settings.topic().name(),
                groupId,
                settings.query().concurrency(),
                settings.query().retryDelayMaxMs());
    }

    @Bean
    Admin kafkaAdmin(KafkaProperties kafka) {
        return Admin.create(ConsumerSettings.admin(kafka));
    }

    @Bean
    TopicObserver topicObserver(Admin admin, QuerySettings settings, Clock clock) {
        return new TopicObserver(admin, settings.topic().name(), clock);
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
        return new ProgressWatch(
                topic::look,
                new ProgressQueries(
                        JdbcClient.create(dataSource),
                        reads.ofStandby() ? reads.jdbc() : JdbcClient.create(dataSource)),
                readModels.projections(),
                new TopicNotice(
                        settings.topic().name(),
                        String.join(",", kafka.getBootstrapServers()),
                        Duration.ofMillis(settings.query().topicWaitMaxMs())),
                new ChangeQueries(JdbcClient.create(dataSource)),
                feed,
                clock);
    }

    @Bean
    RepeatedPass progressPass(
            ProgressWatch watch, KafkaIntake intake, RebuildDrive drive, QuerySettings settings) {
        Runnable lookOnce =
                () -> {
                    String topicId = watch.watchOnce();
                    if (topicId != null) {
                        intake.topicSeen(topicId);
                        drive.topicSeen(topicId);
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
    LowStockController lowStockController(ReadSource reads, QuerySettings settings) {
        return new LowStockController(
                new LowStockQueries(reads.jdbc()), settings.query().lowStockBelow());
    }

    @Bean
    ViewUnavailableAdvice viewUnavailableAdvice() {
        return new ViewUnavailableAdvice();
    }
}
