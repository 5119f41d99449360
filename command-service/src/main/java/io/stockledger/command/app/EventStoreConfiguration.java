package io.stockledger.command.app;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.ReceiptRetention;
import io.stockledger.command.eventstore.SnapshotStore;
import io.stockledger.tls.DatabaseTls;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import javax.sql.DataSource;

/** The event log and the tables beside it. */
@Configuration(proxyBeanMethods = false)
class EventStoreConfiguration {

    @Bean
    static BeanFactoryPostProcessor databaseTls(Environment environment) {
        return _ -> DatabaseTls.check(environment);
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
    EventLogReader eventLogReader(JdbcClient jdbc) {
        return new EventLogReader(jdbc);
    }

    @Bean
    LogHead logHead(JdbcClient jdbc) {
        return new LogHead(jdbc);
    }

    @Bean
    ReceiptRetention receiptRetention(JdbcClient jdbc, CommandServiceSettings settings) {
        return new ReceiptRetention(jdbc, settings.housekeeping().receiptsKeptDays());
    }
}
