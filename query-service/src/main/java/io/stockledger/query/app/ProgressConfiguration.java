package io.stockledger.query.app;

import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.progress.FreshnessFilter;
import io.stockledger.query.progress.HeartbeatReader;
import io.stockledger.query.progress.Heartbeats;
import io.stockledger.query.progress.ProgressQueries;
import io.stockledger.query.progress.ProgressWatch;
import io.stockledger.query.progress.ProjectionsController;
import io.stockledger.query.progress.RepairRequests;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.progress.TopicAvailabilityLog;
import io.stockledger.query.progress.TopicObserver;
import io.stockledger.query.progress.ViewHealth;
import io.stockledger.query.rebuild.RebuildDriver;
import io.stockledger.query.verification.ViewVerification;
import io.stockledger.sandbox.SandboxClock;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

/** The progress of the read models, and its place in answers, metrics and health. */
@Configuration(proxyBeanMethods = false)
class ProgressConfiguration {

    private static final long REPAIR_PAUSE_MS = 500;

    @Bean
    Heartbeats heartbeats() {
        return new Heartbeats();
    }

    @Bean
    HeartbeatReader heartbeatReader(
            KafkaClientSettings kafka, QueryServiceSettings settings, Heartbeats heartbeats) {
        return new HeartbeatReader(
                () -> new KafkaConsumer<>(kafka.heartbeatConsumer()),
                kafka.peer(),
                settings.topic().name(),
                heartbeats);
    }

    @Bean
    @DependsOnDatabaseInitialization
    ProgressWatch progressWatch(
            TopicObserver topic,
            Heartbeats heartbeats,
            @Qualifier(DatabaseConfiguration.INTAKE) DataSource dataSource,
            ReadSource reads,
            ReadModels readModels,
            ChangeFeed feed,
            KafkaClientSettings kafka,
            QueryServiceSettings settings,
            QueryMetrics metrics,
            Clock clock) {
        var watch =
                new ProgressWatch(
                        topic::observe,
                        heartbeats,
                        new ProgressQueries(
                                JdbcClient.create(dataSource),
                                reads.ofStandby() ? reads.jdbc() : JdbcClient.create(dataSource)),
                        readModels.projections(),
                        new TopicAvailabilityLog(
                                settings.topic().name(),
                                kafka.servers(),
                                Duration.ofMillis(settings.query().topicWaitMaxMs())),
                        new ChangeQueries(JdbcClient.create(dataSource)),
                        reads.ofStandby() ? new ChangeQueries(reads.jdbc()) : null,
                        feed,
                        // The relay states its times by the clock of the events database.
                        SandboxClock.real(clock));
        watch.showIn(metrics);
        return watch;
    }

    @Bean
    RepeatedPass progressPass(
            ProgressWatch watch,
            Heartbeats heartbeats,
            KafkaIntake intake,
            RebuildDriver driver,
            QueryServiceSettings settings) {
        var start = new IntakeStart(heartbeats, intake, driver);
        Runnable watchOnce = () -> start.follow(watch.watchOnce(), watch.restores());
        return new RepeatedPass("progress watch", watchOnce, settings.query().progressRefreshMs());
    }

    @Bean
    RepeatedPass repairPass(
            ProgressWatch watch,
            KafkaClientSettings kafka,
            QueryServiceSettings settings,
            QueryMetrics metrics) {
        var requests =
                new RepairRequests(
                        watch,
                        () -> new KafkaProducer<>(kafka.repairProducer()),
                        settings.topic().name(),
                        metrics);
        return new RepeatedPass(
                "requests for missing events",
                requests::sendOnce,
                requests::close,
                REPAIR_PAUSE_MS);
    }

    @Bean
    FilterRegistrationBean<FreshnessFilter> freshnessFilter(ProgressWatch watch) {
        var registration = new FilterRegistrationBean<>(new FreshnessFilter(watch));
        registration.addUrlPatterns("/v1/*");
        return registration;
    }

    /** The health endpoint derives the name {@code view} from the name of the bean. */
    @Bean
    ViewHealth viewHealthIndicator(ProgressWatch watch, QueryServiceSettings settings) {
        return new ViewHealth(watch, settings.query().lagMaxMs());
    }

    @Bean
    ProjectionsController projectionsController(
            ProgressWatch watch, ViewVerification verification) {
        return new ProjectionsController(watch, verification::status);
    }
}
