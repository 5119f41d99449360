package io.stockledger.query.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.stockledger.query.deadletters.DeadLettersController;
import io.stockledger.query.generations.EpochTransition;
import io.stockledger.query.generations.GenerationTransitions;
import io.stockledger.query.generations.Generations;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.DeadLetterRecovery;
import io.stockledger.query.intake.DeadLetters;
import io.stockledger.query.intake.KafkaIntake;
import io.stockledger.query.metrics.QueryMetrics;
import io.stockledger.query.progress.ProgressWatch;
import io.stockledger.query.progress.RepeatedPass;
import io.stockledger.query.progress.TopicObserver;
import io.stockledger.query.rebuild.RebuildController;
import io.stockledger.query.rebuild.RebuildDriver;
import io.stockledger.query.rebuild.RebuildIntakes;
import io.stockledger.query.rebuild.ReplicaLock;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

/** The consumers of the topic: the intake of the serving generations, and the rebuilds. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    private static final long DRIVER_PAUSE_MS = 200;
    private static final long LETTERS_PAUSE_MS = 2_000;

    @Bean
    KafkaClientSettings kafkaClientSettings(KafkaProperties kafka, SslBundles sslBundles) {
        return new KafkaClientSettings(kafka, sslBundles);
    }

    @Bean
    Admin kafkaAdmin(KafkaClientSettings kafka) {
        return Admin.create(kafka.admin());
    }

    @Bean
    KafkaClientMetrics kafkaAdminMetrics(Admin admin) {
        return new KafkaClientMetrics((AdminClient) admin);
    }

    @Bean
    ConsumerFactory<byte[], byte[]> consumerFactory(
            KafkaClientSettings kafka, QueryServiceSettings settings, MeterRegistry registry) {
        var consumers =
                new DefaultKafkaConsumerFactory<byte[], byte[]>(kafka.consumer(settings.query()));
        consumers.addListener(new MicrometerConsumerListener<>(registry));
        return consumers;
    }

    @Bean
    TopicObserver topicObserver(
            Admin admin, KafkaClientSettings kafka, QueryServiceSettings settings) {
        return new TopicObserver(admin, kafka.peer(), settings.topic().name());
    }

    @Bean
    BatchProjector batchProjector(
            @Qualifier(DatabaseConfiguration.INTAKE) DataSource dataSource,
            ReadModels readModels,
            Clock clock,
            DeadLetters letters) {
        return new BatchProjector(dataSource, readModels.projections(), clock, letters);
    }

    @Bean
    DeadLetters deadLetters(QueryServiceSettings settings) {
        return new DeadLetters(settings.query().deadLettersMax());
    }

    /** It needs the tables of the generations, with which it tries letters again. */
    @Bean
    DeadLetterRecovery deadLetterRecovery(
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            BatchProjector projector,
            DeadLetters letters,
            Generations generations,
            QueryMetrics metrics,
            Clock clock) {
        var recovery = new DeadLetterRecovery(dataSource, projector, letters, clock);
        metrics.deadLetters(recovery::open, letters::evictions);
        return recovery;
    }

    @Bean
    RepeatedPass deadLetterPass(DeadLetterRecovery recovery) {
        return new RepeatedPass("check of the dead letters", recovery::checkOnce, LETTERS_PAUSE_MS);
    }

    @Bean
    DeadLettersController deadLettersController(DeadLetterRecovery recovery) {
        return new DeadLettersController(recovery);
    }

    @Bean
    KafkaIntake kafkaIntake(
            ConsumerFactory<byte[], byte[]> consumers,
            BatchProjector projector,
            Generations generations,
            QueryMetrics metrics,
            QueryServiceSettings settings) {
        return new KafkaIntake(
                consumers,
                projector,
                metrics,
                intakeOptions(settings, generations.groupId(settings.query().groupId())));
    }

    private static KafkaIntake.Options intakeOptions(
            QueryServiceSettings settings, String groupId) {
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
    EpochTransition epochTransition(
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            ReadModels readModels) {
        return new EpochTransition(dataSource, readModels.projections());
    }

    @Bean
    RebuildDriver rebuildDriver(
            ProgressWatch watch,
            EpochTransition epochs,
            ConsumerFactory<byte[], byte[]> consumers,
            Generations generations,
            GenerationTransitions transitions,
            ReadModels readModels,
            @Qualifier(DatabaseConfiguration.REBUILD) DataSource dataSource,
            Admin admin,
            QueryMetrics metrics,
            QueryServiceSettings settings,
            DeadLetters letters,
            Clock clock) {
        var intakes =
                new RebuildIntakes(
                        readModels.projections(),
                        consumers,
                        dataSource,
                        admin,
                        metrics,
                        intakeOptions(settings, settings.query().groupId()),
                        letters,
                        clock);
        return new RebuildDriver(
                generations,
                transitions,
                epochs,
                intakes,
                new ReplicaLock(dataSource),
                watch::isComplete,
                Duration.ofMillis(settings.query().retainedMs()));
    }

    @Bean
    RepeatedPass rebuildPass(RebuildDriver driver) {
        return new RepeatedPass("rebuild driver", driver::driveOnce, driver::stop, DRIVER_PAUSE_MS);
    }

    @Bean
    RebuildController rebuildController(
            Generations generations, GenerationTransitions transitions) {
        return new RebuildController(generations, transitions);
    }
}
