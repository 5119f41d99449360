package io.stockledger.command.relay;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.SampleEvents;
import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.HashMap;
import java.util.Map;

/** A relay on a database and a topic of its own, and what a test needs to look at both. */
final class RelayRig implements AutoCloseable {

    static final int EVENTS_PER_PASS_MAX = 20;
    private static final int PASS_MS = 1;

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
        relay =
                new Relay(
                        new EventLogReader(jdbc), checkpoint, producer, topic, EVENTS_PER_PASS_MAX);
    }

    static Map<String, Object> kafkaConfig() {
        return new HashMap<>(
                Map.of("bootstrap.servers", TestStack.shared().kafkaBootstrapServers()));
    }

    TopicSettings settings() {
        return new TopicSettings(topic, 5, (short) 1, 1);
    }

    /** Appends events to some products in turn, each in a call of its own. */
    void append(int count, String... products) {
        for (int i = 0; i < count; i++) {
            String product = products[i % products.length];
            long version = store.load(product, Integer.MAX_VALUE).size();
            store.append(SampleEvents.next(product, version, 1));
        }
    }

    /** Passes until nothing is left to publish. */
    int relayAll() throws Exception {
        int published = 0;
        for (int pass = relay.relayOnce(); pass > 0; pass = relay.relayOnce()) {
            published += pass;
        }
        return published;
    }

    RelayProcess process(int pollMs) {
        return new RelayProcess(
                jdbc,
                database.ownConnections(),
                kafkaConfig(),
                settings(),
                EVENTS_PER_PASS_MAX,
                PASS_MS,
                pollMs);
    }

    TopicReader reader() {
        return new TopicReader(topic);
    }

    @Override
    public void close() {
        producer.close();
        database.close();
    }
}
