package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Products whose events this class publishes to the topic, in the format of the relay. Thread-safe.
 */
final class PublishedProducts implements AutoCloseable {

    private static final int PARTITIONS = 12;
    private static final long INITIAL_QUANTITY = 1_000_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicLongArray versions;
    private long position;

    /** Creates the topic and registers the products in it. */
    PublishedProducts(String brokers, String topic, int products) throws Exception {
        this.topic = topic;
        this.versions = new AtomicLongArray(products);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(
                            List.of(new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        }
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

    /** Returns the version of the last published event of a product. */
    long version(int product) {
        return versions.get(product);
    }

    private synchronized void publish(int product, InventoryEvent event) {
        position++;
        String value =
                EventJson.writeEnvelope(
                        new EventEnvelope(
                                new UUID(0x0199_7000_0000_7000L, position),
                                event.productId(),
                                EventEnvelope.INVENTORY,
                                versions.incrementAndGet(product),
                                position,
                                Instant.now().truncatedTo(ChronoUnit.MICROS),
                                event,
                                new EventMetadata("command-" + position, null, null, null, null)));
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                topic, event.productId().getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    @Override
    public void close() {
        producer.close();
    }
}
