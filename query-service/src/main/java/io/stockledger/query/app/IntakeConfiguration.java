package io.stockledger.query.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.query.generations.GenerationTransitions;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.IntakeMetrics;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.progress.TopicObserver;
import io.stockledger.query.rebuild.RebuildController;
import io.stockledger.query.rebuild.RebuildDriver;
import io.stockledger.query.rebuild.RebuildIntakes;
import io.stockledger.query.rebuild.ReplicaLock;

import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

/** What takes the topic in: the intake of what is served, and the rebuilds beside it. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    private static final long DRIVE_PAUSE_MS = 200;

    @Bean
    Admin kafkaAdmin(KafkaProperties kafka) {
        return Admin.create(ConsumerSettings.admin(kafka));
    }

    @Bean
    TopicObserver topicObserver(Admin admin, QuerySettings settings, Clock clock) {
        return new TopicObserver(admin, settings.topic().name(), clock);
    }

    @Bean
    BatchProjector batchProjector(
            @Qualifier(DatabaseConfiguration.INTAKE) DataSource dataSource,
            ReadModels readModels,
            Clock clock) {
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
    @DependsOnDatabaseInitialization
    Generations generations(
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            ReadModels readModels) {
        Generations generations = new Generations(dataSource, readModels.projections());
        generations.register();
        return generations;
    }

    @Bean
    GenerationTransitions generationTransitions(
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            ReadModels readModels) {
        return new GenerationTransitions(dataSource, readModels.projections());
    }

    @Bean
    RebuildDriver rebuildDrive(
            KafkaProperties kafka,
            Generations generations,
            GenerationTransitions transitions,
            ReadModels readModels,
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            Admin admin,
            MeterRegistry registry,
            QuerySettings settings,
            Clock clock) {
        var intakes =
                new RebuildIntakes(
                        readModels.projections(),
                        new DefaultKafkaConsumerFactory<>(
                                ConsumerSettings.consumer(kafka, settings.query())),
                        dataSource,
                        admin,
                        new IntakeMetrics(registry),
                        intakeOptions(settings, settings.query().groupId()),
                        clock);
        return new RebuildDriver(
                generations,
                transitions,
                intakes,
                new ReplicaLock(dataSource),
                Duration.ofMillis(settings.query().retainedMs()));
    }

    @Bean
    RepeatedPass rebuildPass(RebuildDriver drive) {
        return new RepeatedPass("rebuild drive", drive::driveOnce, drive::stop, DRIVE_PAUSE_MS);
    }

    @Bean
    RebuildController rebuildController(
            Generations generations, GenerationTransitions transitions) {
        return new RebuildController(generations, transitions);
    }
}
