package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A topic for one test, by default on the shared broker, and a producer for it. */
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
                                // The leader of a new topic may refuse the first batch and accept
                                // the second, and would then refuse the first one for ever.
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

    /** Publishes the events in their order, as the relay does, and waits for every ack. */
    public void publish(List<EventEnvelope> events) {
        var acks = new ArrayList<Future<RecordMetadata>>(events.size());
        for (EventEnvelope event : events) {
            acks.add(send(ofRelay(event)));
        }
        acks.forEach(TestTopic::await);
    }

    private ProducerRecord<byte[], byte[]> ofRelay(EventEnvelope event) {
        var record = record(event.aggregateId(), EventJson.writeEnvelope(event));
        record.headers()
                .add(
                        EventTopic.HEADER_POSITION,
                        Long.toString(event.position()).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** Publishes a record that the relay would never write. */
    public void publishRaw(String key, String value) {
        await(send(record(key, value)));
    }

    /** Publishes a record whose key and value may be anything. */
    public void publishRaw(byte @Nullable [] key, byte @Nullable [] value) {
        await(send(new ProducerRecord<>(name, key, value)));
    }

    private ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                name, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    private static void await(Future<RecordMetadata> ack) {
        try {
            ack.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused a record", e);
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
