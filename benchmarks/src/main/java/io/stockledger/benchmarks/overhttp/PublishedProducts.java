package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.LogEpoch;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Products whose events this class publishes to the topic, in the format of the relay and with its
 * heartbeats. Thread-safe.
 */
final class PublishedProducts implements AutoCloseable {

    private static final int PARTITIONS = 12;
    private static final long INITIAL_QUANTITY = 1_000_000;
    private static final long HEARTBEAT_MS = 250;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final String topicId;
    private final LogEpoch epoch = new LogEpoch(UUID.randomUUID(), 1);
    private final AtomicLongArray versions;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final Long[] lastPositions = new Long[PARTITIONS];
    private long position;

    /** Creates the topic and registers the products in it. */
    PublishedProducts(String brokers, String topic, int products) throws Exception {
        this.topic = topic;
        this.versions = new AtomicLongArray(products);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            var created =
                    admin.createTopics(
                            List.of(
                                    newTopic(topic, PARTITIONS),
                                    newTopic(EventTopic.heartbeatTopic(topic), 1),
                                    newTopic(EventTopic.repairTopic(topic), 1)));
            created.all().get();
            this.topicId = created.topicId(topic).get().toString();
        }
        Arrays.fill(lastPositions, 0L);
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                brokers,
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.LINGER_MS_CONFIG,
                                5),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        for (int product = 0; product < products; product++) {
            String id = FilledProducts.id(product);
            publish(
                    product,
                    new ProductRegistered(
                            id,
                            "Product number " + product,
                            "SKU-" + product,
                            INITIAL_QUANTITY,
                            FilledProducts.WAREHOUSE));
        }
        producer.flush();
        var _ = heart.scheduleWithFixedDelay(this::beat, 0, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
    }

    private static NewTopic newTopic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    /** Sends a heartbeat about everything that is acknowledged. */
    private void beat() {
        long published;
        List<Long> last;
        Instant at = Instant.now();
        synchronized (this) {
            published = position;
            last = List.of(lastPositions);
        }
        producer.flush();
        var heartbeat =
                new Heartbeat(
                        epoch,
                        1,
                        topicId,
                        published,
                        published,
                        published == 0 ? null : eventId(published),
                        at,
                        at,
                        last,
                        null);
        var _ =
                producer.send(
                        new ProducerRecord<>(EventTopic.heartbeatTopic(topic), heartbeat.toJson()));
    }

    private static UUID eventId(long position) {
        return new UUID(0x0199_7000_0000_7000L, position);
    }

    /** Publishes a receipt of one unit of a product. */
    void change(int product) {
        publish(
                product,
                new StockReceived(
                        FilledProducts.id(product), FilledProducts.WAREHOUSE, 1, "delivery"));
    }

    int count() {
        return versions.length();
    }

    /** Returns the number of events that have been published. */
    synchronized long events() {
        return position;
    }

    /** Returns the version of the last published event of a product. */
    long version(int product) {
        return versions.get(product);
    }

    private synchronized void publish(int product, InventoryEvent event) {
        position++;
        String value =
                EventJson.writeEnvelope(
                        new EventEnvelope(
                                eventId(position),
                                event.productId(),
                                EventEnvelope.INVENTORY,
                                versions.incrementAndGet(product),
                                position,
                                Instant.now().truncatedTo(ChronoUnit.MICROS),
                                event,
                                new EventMetadata("command-" + position, null, null, null, null)));
        byte[] key = event.productId().getBytes(UTF_8);
        int partition = Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
        var record = new ProducerRecord<>(topic, partition, key, value.getBytes(UTF_8));
        header(record, EventTopic.HEADER_POSITION, Long.toString(position));
        header(record, EventTopic.HEADER_PREVIOUS_POSITION, lastPositions[partition].toString());
        header(record, EventTopic.HEADER_EPOCH, epoch.id().toString());
        lastPositions[partition] = position;
        var _ = producer.send(record);
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(UTF_8));
    }

    @Override
    public void close() {
        heart.shutdownNow();
        producer.close();
    }
}
