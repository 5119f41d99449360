package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.localstack.testing.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A topic of one test's own on the shared broker, and a producer for it. */
public final class TestTopic implements AutoCloseable {

    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestTopic(String name) {
        this.name = name;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers(), "acks", "all", "linger.ms", 5),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    public static TestTopic create(int partitions) {
        return create(TestStack.shared().newTopicName(), partitions);
    }

    public static TestTopic create(String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot create topic " + name, e);
        }
        return new TestTopic(name);
    }

    public static String servers() {
        return TestStack.shared().kafkaBootstrapServers();
    }

    public String name() {
        return name;
    }

    /** Publishes the events as the relay does, key by key, and waits for the broker. */
    public void publish(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            send(
                    event.aggregateId(),
                    EventJson.writeEnvelope(event).getBytes(StandardCharsets.UTF_8));
        }
        producer.flush();
    }

    /** Publishes a record that no relay would write. */
    public void publishRaw(String key, String value) {
        send(key, value.getBytes(StandardCharsets.UTF_8));
        producer.flush();
    }

    private void send(String key, byte[] value) {
        var record = new ProducerRecord<>(name, key.getBytes(StandardCharsets.UTF_8), value);
        var _ = producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
    }
}
