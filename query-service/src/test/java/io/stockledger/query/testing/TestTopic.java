package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A topic of one test's own, on the shared broker if not said otherwise, and a producer for it. */
public final class TestTopic implements AutoCloseable {

    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    private TestTopic(String name, String servers) {
        this.name = name;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "acks",
                                "all",
                                "linger.ms",
                                5,
                                // On a topic this fresh a leader may refuse a first batch and take
                                // the second, and from then on refuse the first one for good.
                                "max.in.flight.requests.per.connection",
                                1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    public static TestTopic create(int partitions) {
        return create(TestStack.shared().newTopicName(), partitions);
    }

    public static TestTopic create(String name, int partitions) {
        return create(name, partitions, servers());
    }

    /** A topic on a broker other than the shared one. */
    public static TestTopic create(String name, int partitions, String servers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot create topic " + name, e);
        }
        return new TestTopic(name, servers);
    }

    public static String servers() {
        return TestStack.shared().kafkaBootstrapServers();
    }

    public String name() {
        return name;
    }

    /** Publishes the events as the relay does, in their order, and waits for every ack. */
    public void publish(List<EventEnvelope> events) {
        var acks = new ArrayList<Future<RecordMetadata>>(events.size());
        for (EventEnvelope event : events) {
            acks.add(send(event.aggregateId(), EventJson.writeEnvelope(event)));
        }
        acks.forEach(TestTopic::await);
    }

    /** Publishes a record that no relay would write. */
    public void publishRaw(String key, String value) {
        await(send(key, value));
    }

    private Future<RecordMetadata> send(String key, String value) {
        return producer.send(
                new ProducerRecord<>(
                        name,
                        key.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
    }

    private static void await(Future<RecordMetadata> ack) {
        try {
            ack.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
