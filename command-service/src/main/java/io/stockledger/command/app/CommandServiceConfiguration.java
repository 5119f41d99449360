package io.stockledger.command.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.ReceiptRetention;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.command.expiry.ExpirySweep;
import io.stockledger.command.expiry.Housekeeping;
import io.stockledger.command.expiry.ReservationDeadlines;
import io.stockledger.command.http.CommandHttp;
import io.stockledger.command.http.RequestLimits;
import io.stockledger.command.http.bulk.BulkHttp;
import io.stockledger.command.relay.RelayLag;
import io.stockledger.command.relay.RelayProcess;
import io.stockledger.command.relay.TopicSettings;
import io.stockledger.command.writer.CommandProcessor;
import io.stockledger.command.writer.WriterLimits;
import io.stockledger.http.HttpEdge;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;

import javax.sql.DataSource;

/** How the command service is put together. */
@Configuration(proxyBeanMethods = false)
@Import({HttpEdge.class, CommandHttp.class, BulkHttp.class})
class CommandServiceConfiguration {

    /**
     * How much longer a request waits for its answer than the writer loop's own time-outs together.
     */
    private static final long ANSWER_MARGIN_MS = 5_000;

    private static final int SWEEP_DEADLINES_MAX = 1_000;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EventStore eventStore(DataSource dataSource) {
        return new PostgresEventStore(dataSource);
    }

    @Bean
    SnapshotStore snapshotStore(DataSource dataSource) {
        return new PostgresSnapshotStore(dataSource);
    }

    @Bean
    ProductRepository productRepository(EventStore events, SnapshotStore snapshots) {
        return new ProductRepository(events, snapshots);
    }

    @Bean
    EventLogReader storedEvents(JdbcClient jdbc) {
        return new EventLogReader(jdbc);
    }

    @Bean
    CommandProcessor commandProcessor(
            EventStore events,
            SnapshotStore snapshots,
            MeterRegistry registry,
            Clock clock,
            CommandServiceSettings settings) {
        return new CommandProcessor(events, snapshots, registry, clock, limits(settings.command()));
    }

    @Bean
    ReceiptRetention receiptRetention(JdbcClient jdbc, CommandServiceSettings settings) {
        return new ReceiptRetention(jdbc, settings.command().receiptsKeptDays());
    }

    @Bean
    ExpirySweep expirySweep(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            CommandProcessor processor,
            Clock clock) {
        return new ExpirySweep(
                new ReservationDeadlines(jdbc),
                new TransactionTemplate(transactions),
                processor,
                clock,
                SWEEP_DEADLINES_MAX);
    }

    /** What is done now and again, beside the commands. */
    @Bean
    Housekeeping housekeeping(
            ExpirySweep sweep, ReceiptRetention retention, CommandServiceSettings settings) {
        return new Housekeeping(sweep, retention, settings.command().expirySweepMs());
    }

    @Bean
    RequestLimits requestLimits(CommandServiceSettings settings) {
        CommandServiceSettings.Command limits = settings.command();
        return new RequestLimits(
                limits.bodyBytesMax(),
                limits.orderBodyBytesMax(),
                limits.commandTimeoutMs() + limits.outcomeTimeoutMs() + ANSWER_MARGIN_MS);
    }

    @Bean
    RelayProcess relayProcess(
            JdbcClient jdbc,
            JdbcConnectionDetails database,
            KafkaProperties kafka,
            CommandServiceSettings settings) {
        CommandServiceSettings.Topic topic = settings.topic();
        return new RelayProcess(
                jdbc,
                ownConnections(database),
                kafka.buildProducerProperties(),
                new TopicSettings(
                        topic.name(),
                        topic.partitions(),
                        topic.replicationFactor(),
                        topic.minInSyncReplicas()),
                settings.command().relayEventsMax(),
                settings.command().relayPassMs(),
                settings.command().relayPollMs());
    }

    @Bean
    RelayLag relayLag(JdbcClient jdbc, MeterRegistry registry) {
        var lag = new RelayLag(jdbc);
        lag.register(registry);
        return lag;
    }

    private static WriterLimits limits(CommandServiceSettings.Command settings) {
        return new WriterLimits(
                settings.queueCommandsMax(),
                settings.batchCommandsMax(),
                settings.parkedPerProductMax(),
                settings.loadsMax(),
                settings.cachedProductsMax(),
                settings.cachedReservationsMax(),
                settings.commandTimeoutMs(),
                settings.outcomeTimeoutMs(),
                settings.snapshotEveryEvents());
    }

    /**
     * The relay's leadership is a lock of its connection, which a pool would take away or hand to
     * others.
     */
    private static DataSource ownConnections(JdbcConnectionDetails database) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.getJdbcUrl());
        dataSource.setUser(database.getUsername());
        dataSource.setPassword(database.getPassword());
        dataSource.setApplicationName("stockledger-relay");
        dataSource.setTcpKeepAlive(true);
        return dataSource;
    }
}
