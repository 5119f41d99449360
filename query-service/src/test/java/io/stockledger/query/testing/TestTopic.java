package io.stockledger.query.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;
import io.stockledger.events.RepairRequest;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A topic for one test, by default on the shared broker, with a producer that acts as the relay: it
 * publishes events with their places in the log, and sends heartbeats until the test stops them.
 */
public final class TestTopic implements AutoCloseable {

    private static final long HEARTBEAT_MS = 250;

    private final String name;
    private final String servers;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final PublishedLog log;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private volatile String topicId;
    private volatile boolean beating = true;

    private TestTopic(String name, int partitions, String servers) {
        this.name = name;
        this.servers = servers;
        this.partitions = partitions;
        this.log = new PublishedLog(partitions);
        this.topicId =
                created(
                        new NewTopic(name, partitions, (short) 1),
                        new NewTopic(EventTopic.heartbeatTopic(name), 1, (short) 1),
                        new NewTopic(EventTopic.repairTopic(name), 1, (short) 1));
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
        var _ =
                heart.scheduleAtFixedRate(
                        this::beatUnlessStopped, 0, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
    }

    public static TestTopic create(int partitions) {
        return create(TestStack.shared().newTopicName(), partitions);
    }

    public static TestTopic create(String name, int partitions) {
        return create(name, partitions, servers());
    }

    /** A topic on a broker other than the shared one. */
    public static TestTopic create(String name, int partitions, String servers) {
        return new TestTopic(name, partitions, servers);
    }

    /** Creates the topics, and returns the id of the first one. */
    private String created(NewTopic first, NewTopic... others) {
        var all = new ArrayList<>(List.of(others));
        all.add(first);
        try (Admin admin = admin()) {
            var result = admin.createTopics(all);
            result.all().get();
            return result.topicId(name).get().toString();
        } catch (Exception e) {
            throw new IllegalStateException("cannot create topic " + name, e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    public static String servers() {
        return TestStack.shared().kafkaBootstrapServers();
    }

    public String name() {
        return name;
    }

    /** The epoch of the event log. */
    public LogEpoch epoch() {
        return log.epoch();
    }

    /** Publishes the events in their order, as the relay does, and waits for every ack. */
    public void publish(List<EventEnvelope> events) {
        log.append(events);
        var acks = new ArrayList<Future<RecordMetadata>>(events.size());
        for (EventEnvelope event : events) {
            acks.add(send(event));
        }
        acks.forEach(TestTopic::await);
        log.acknowledged(events);
        beatUnlessStopped();
    }

    private synchronized void beatUnlessStopped() {
        if (beating) {
            beat();
        }
    }

    /** Appends events to the log whose records a broker acknowledges and loses. */
    public void lose(List<EventEnvelope> events) {
        log.append(events);
        log.acknowledged(events);
    }

    /** Appends events to the log that the relay has not published yet. */
    public void append(List<EventEnvelope> events) {
        log.append(events);
    }

    private Future<RecordMetadata> send(EventEnvelope event) {
        var record =
                record(event.aggregateId(), EventJson.writeEnvelope(event))
                        .withPartition(log.partition(event.aggregateId()))
                        .with(EventTopic.HEADER_POSITION, event.position())
                        .with(EventTopic.HEADER_PREVIOUS_POSITION, log.previous(event))
                        .with(EventTopic.HEADER_EPOCH, log.epoch().id());
        return producer.send(record.toProducerRecord(name));
    }

    /** Publishes a record that the relay would never write. */
    public void publishRaw(String key, String value) {
        publishRaw(record(key, value));
    }

    /** Publishes a record that the relay would never write. */
    public void publishRaw(TestRecord record) {
        await(producer.send(record.toProducerRecord(name)));
    }

    /** A record without headers, in the partition of its key. */
    public TestRecord record(String key, String value) {
        return new TestRecord(log.partition(key), key, value, Map.of());
    }

    /** The partition of a product. */
    public int partition(String productId) {
        return log.partition(productId);
    }

    /** Those of the events that are in the partition of a product. */
    public List<EventEnvelope> ofPartitionOf(String productId, List<EventEnvelope> events) {
        return events.stream()
                .filter(each -> partition(each.aggregateId()) == partition(productId))
                .toList();
    }

    /**
     * Sends a heartbeat about the log as it is now. Like those of the relay, the heartbeats of all
     * threads are sent in the order in which they were made.
     */
    public synchronized void beat() {
        beat(heartbeat().toJson());
    }

    /** Sends any bytes to the topic of the heartbeats. */
    public void beat(byte[] value) {
        var _ = producer.send(new ProducerRecord<>(EventTopic.heartbeatTopic(name), value));
    }

    /** The heartbeat about the log as it is now. */
    public Heartbeat heartbeat() {
        return log.heartbeat(topicId);
    }

    /** Stops the heartbeats, as if the relay were frozen; none is sent after the call. */
    public synchronized void stopHeart() {
        beating = false;
    }

    public synchronized void startHeart() {
        beating = true;
    }

    /** The log is halted for a reason; null ends that. */
    public void halt(@Nullable String reason) {
        log.halt(reason);
    }

    /**
     * The log was restored: it has these events in a new epoch, and none is published again yet.
     */
    public void restore(List<EventEnvelope> events) {
        log.restore(events);
    }

    /** Deletes the topic. The log stays, and nothing of it is published. */
    public void delete() {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(name)).all().get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot delete topic " + name, e);
        }
    }

    /**
     * Creates the topic again after it was deleted; it has another id. No heartbeat says that its
     * events are published before they are.
     */
    public synchronized void createAgain() {
        topicId = created(new NewTopic(name, partitions, (short) 1));
        log.publishAgain();
    }

    /** The requests for missing events so far. */
    public List<RepairRequest> repairRequests() {
        var partition = new TopicPartition(EventTopic.repairTopic(name), 0);
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var requests = new ArrayList<RepairRequest>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    requests.add(RepairRequest.ofJson(each.value()));
                }
            }
            return requests;
        }
    }

    /** Publishes a record whose key and value may be anything. */
    public void publishRaw(byte @Nullable [] key, byte @Nullable [] value) {
        await(producer.send(new ProducerRecord<>(name, key, value)));
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
        beating = false;
        heart.shutdownNow();
        // Every event was acknowledged. A heartbeat that a dead broker cannot take would wait for
        // two minutes.
        producer.close(Duration.ZERO);
    }

    /** A record that a test writes by hand. Immutable. */
    public record TestRecord(int partition, String key, String value, Map<String, String> headers) {

        public TestRecord withPartition(int other) {
            return new TestRecord(other, key, value, headers);
        }

        public TestRecord with(String header, Object text) {
            var all = new HashMap<>(headers);
            all.put(header, text.toString());
            return new TestRecord(partition, key, value, all);
        }

        private ProducerRecord<byte[], byte[]> toProducerRecord(String topic) {
            var record =
                    new ProducerRecord<>(
                            topic, partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
            headers.forEach((header, text) -> record.headers().add(header, text.getBytes(UTF_8)));
            return record;
        }
    }
}
