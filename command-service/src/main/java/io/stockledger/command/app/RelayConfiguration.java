package io.stockledger.command.app;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.http.Republishing;
import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.command.relay.RelayCheckpoint;
import io.stockledger.command.relay.RelayLag;
import io.stockledger.command.relay.RelayProcess;
import io.stockledger.command.relay.RelayStatus;
import io.stockledger.tls.KafkaTls;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import javax.sql.DataSource;

/** The relay, and the lag of the topic. */
@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

    /** Shorter than the lease, so that a leader learns in time that it cannot renew it. */
    private static final int ANSWER_SECONDS_MAX = 2;

    private static final int CONNECT_SECONDS_MAX = 2;

    @Bean
    RelayProcess relayProcess(
            JdbcClient jdbc,
            JdbcConnectionDetails database,
            KafkaProperties kafka,
            SslBundles sslBundles,
            CommandServiceSettings settings,
            CommandMetrics metrics) {
        return new RelayProcess(
                jdbc,
                ownConnections(database),
                KafkaTls.withBundle(
                        kafka.buildProducerProperties(),
                        sslBundles,
                        kafka.getProducer().getSsl().getBundle(),
                        kafka.getSsl().getBundle()),
                settings.topic(),
                settings.relay(),
                metrics);
    }

    @Bean
    RelayLag relayLag(JdbcClient jdbc, CommandMetrics metrics) {
        var lag = new RelayLag(jdbc);
        metrics.relayLag(lag::events, lag::seconds);
        return lag;
    }

    @Bean
    Republishing republishing(JdbcClient jdbc) {
        return new RelayCheckpoint(jdbc)::republishFrom;
    }

    /** The health endpoint derives the name {@code eventStore} from the name of the bean. */
    @Bean
    EventStoreHealth eventStoreHealthIndicator(LogHead head, RelayLag lag, JdbcClient jdbc) {
        return new EventStoreHealth(head, lag, new RelayStatus(jdbc));
    }

    /**
     * Connections that nothing else uses: the lease must be renewed while all others are busy, and
     * a pool would not keep a connection that listens.
     */
    private static DataSource ownConnections(JdbcConnectionDetails database) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.getJdbcUrl());
        dataSource.setUser(database.getUsername());
        dataSource.setPassword(database.getPassword());
        dataSource.setApplicationName("stockledger-command-relay");
        dataSource.setTcpKeepAlive(true);
        dataSource.setConnectTimeout(CONNECT_SECONDS_MAX);
        dataSource.setSocketTimeout(ANSWER_SECONDS_MAX);
        return dataSource;
    }
}
