package io.stockledger.query.app;

import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.changes.ChangeQueries;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.progress.FreshnessFilter;
import io.stockledger.query.progress.ProgressQueries;
import io.stockledger.query.progress.ProgressWatch;
import io.stockledger.query.progress.ProjectionsController;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.progress.TopicAvailabilityLog;
import io.stockledger.query.progress.TopicObserver;
import io.stockledger.query.progress.ViewHealth;
import io.stockledger.query.rebuild.RebuildDriver;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
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

    @Bean
    @DependsOnDatabaseInitialization
    ProgressWatch progressWatch(
            TopicObserver topic,
            @Qualifier(DatabaseConfiguration.INTAKE) DataSource dataSource,
            ReadSource reads,
            ReadModels readModels,
            ChangeFeed feed,
            KafkaProperties kafka,
            QueryServiceSettings settings,
            QueryMetrics metrics,
            Clock clock) {
        var watch =
                new ProgressWatch(
                        topic::observe,
                        new ProgressQueries(
                                JdbcClient.create(dataSource),
                                reads.ofStandby() ? reads.jdbc() : JdbcClient.create(dataSource)),
                        readModels.projections(),
                        new TopicAvailabilityLog(
                                settings.topic().name(),
                                String.join(",", kafka.getBootstrapServers()),
                                Duration.ofMillis(settings.query().topicWaitMaxMs())),
                        new ChangeQueries(JdbcClient.create(dataSource)),
                        feed,
                        clock);
        watch.showIn(metrics);
        return watch;
    }

    @Bean
    RepeatedPass progressPass(
            ProgressWatch watch,
            KafkaIntake intake,
            RebuildDriver driver,
            QueryServiceSettings settings) {
        Runnable watchOnce =
                () -> {
                    String topicId = watch.watchOnce();
                    if (topicId != null) {
                        intake.startConsuming(topicId);
                        driver.setTopicId(topicId);
                    }
                };
        return new RepeatedPass("progress watch", watchOnce, settings.query().progressRefreshMs());
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
    ProjectionsController projectionsController(ProgressWatch watch) {
        return new ProjectionsController(watch);
    }
}
