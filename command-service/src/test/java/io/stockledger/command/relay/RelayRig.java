package io.stockledger.command.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.SampleEvents;
import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

/** A relay with its database and topic, and methods that read both. */
final class RelayRig implements AutoCloseable {

    static final int EVENTS_PER_PASS_MAX = 20;
    private static final int PASS_MS = 1;

    private static final String TERMINATE_LEADER =
            """
            SELECT count(pg_terminate_backend(l.pid))
            FROM pg_locks l
            JOIN pg_database d ON d.oid = l.database
            WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()
            """;

    final MigratedDatabase database = new MigratedDatabase();
    final String topic = TestStack.shared().newTopicName();
    final JdbcClient jdbc = JdbcClient.create(database.application());
    final RelayCheckpoint checkpoint = new RelayCheckpoint(jdbc);
    final PostgresEventStore store = new PostgresEventStore(database.application());
    final Relay relay;
    private final Producer<byte[], byte[]> producer;

    RelayRig() throws Exception {
        new EventTopicCreation(kafkaConfig(), settings()).createIfAbsent();
        producer =
                new KafkaProducer<>(
                        RelayProducerConfig.of(kafkaConfig()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        relay = relay(producer, () -> {});
    }

    /** A relay that publishes with that producer. */
    Relay relay(Producer<byte[], byte[]> sending, Relay.LeadCheck leadCheck) {
        return new Relay(
                new EventLogReader(jdbc),
                checkpoint,
                sending,
                topic,
                EVENTS_PER_PASS_MAX,
                leadCheck);
    }

    static Map<String, Object> kafkaConfig() {
        return new HashMap<>(
                Map.of("bootstrap.servers", TestStack.shared().kafkaBootstrapServers()));
    }

    TopicSettings settings() {
        return new TopicSettings(topic, 5, (short) 1, 1);
    }

    /** Appends events to some products in turn, with one call per event. */
    void append(int count, String... products) {
        for (int i = 0; i < count; i++) {
            String product = products[i % products.length];
            long version = store.load(product, Integer.MAX_VALUE).size();
            store.append(SampleEvents.next(product, version, 1));
        }
    }

    /** Runs passes until every event is published. */
    int relayAll() throws Exception {
        int published = 0;
        for (int pass = relay.relayOnce(); pass > 0; pass = relay.relayOnce()) {
            published += pass;
        }
        return published;
    }

    RelayProcess process(int pollMs) {
        return process(pollMs, database.ownConnections(), kafkaConfig());
    }

    RelayProcess process(int pollMs, DataSource connections, Map<String, Object> kafkaConfig) {
        return new RelayProcess(
                jdbc,
                connections,
                kafkaConfig,
                settings(),
                new RelayLimits(EVENTS_PER_PASS_MAX, PASS_MS, pollMs),
                new CommandMetrics(new SimpleMeterRegistry()));
    }

    /** Terminates the connection of the leader and returns the number of leaders. */
    int terminateLeader() {
        return jdbc.sql(TERMINATE_LEADER).query(Integer.class).single();
    }

    TopicReader reader() {
        return new TopicReader(topic);
    }

    @Override
    public void close() {
        producer.close();
        relay.close();
        database.close();
    }
}
