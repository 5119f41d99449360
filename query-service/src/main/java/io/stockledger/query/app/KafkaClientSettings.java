package io.stockledger.query.app;

import io.stockledger.tls.KafkaTls;
import io.stockledger.transport.Peer;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;

import java.util.Map;

/**
 * The configurations of all Kafka clients. They contain the settings under spring.kafka with its
 * SSL bundle, and override some of them. Immutable and thread-safe.
 */
final class KafkaClientSettings {

    private static final int HEARTBEATS_PER_SESSION = 3;
    private static final int POLL_MS_MAX = 300_000;
    private static final int RECONNECT_MS_MAX = 1_000;
    private static final int ADMIN_MS_MAX = 2_500;
    private static final int HEARTBEAT_WAIT_MS_MAX = 500;
    private static final int REPAIR_BLOCK_MS_MAX = 1_000;

    private final KafkaProperties kafka;
    private final SslBundles sslBundles;

    KafkaClientSettings(KafkaProperties kafka, SslBundles sslBundles) {
        this.kafka = kafka;
        this.sslBundles = sslBundles;
    }

    /** The addresses of the brokers, with commas between them. */
    String servers() {
        return String.join(",", kafka.getBootstrapServers());
    }

    /** The brokers, for the explanation of refused connections. */
    Peer peer() {
        return KafkaTls.peer(kafka.getBootstrapServers());
    }

    Map<String, Object> consumer(QueryServiceSettings.Query query) {
        Map<String, Object> settings = ofConsumer();
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, query.batchRecordsMax());

        // Correctness depends on these: the container commits offsets after the database, a new
        // group builds the whole view, and the records of aborted transactions are not read.
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);

        // Only the classic protocol lets the client set the time after which a silent replica loses
        // its partitions; with the newer one the broker sets it, and its default is 45 s.
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, query.sessionTimeoutMs());
        settings.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                query.sessionTimeoutMs() / HEARTBEATS_PER_SESSION);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, POLL_MS_MAX);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS_MAX);
        return settings;
    }

    /** A consumer of the heartbeats, which is in no group and reads only what is new. */
    Map<String, Object> heartbeatConsumer() {
        Map<String, Object> settings = ofConsumer();
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, HEARTBEAT_WAIT_MS_MAX);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS_MAX);
        return settings;
    }

    /** The producer of the repair requests, which may be lost. */
    Map<String, Object> repairProducer() {
        Map<String, Object> settings =
                withBundle(
                        kafka.buildProducerProperties(), kafka.getProducer().getSsl().getBundle());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REPAIR_BLOCK_MS_MAX);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_MS_MAX);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ADMIN_MS_MAX);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS_MAX);
        return settings;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings =
                withBundle(kafka.buildAdminProperties(), kafka.getAdmin().getSsl().getBundle());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_MS_MAX);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_MS_MAX);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS_MAX);
        return settings;
    }

    private Map<String, Object> ofConsumer() {
        return withBundle(
                kafka.buildConsumerProperties(), kafka.getConsumer().getSsl().getBundle());
    }

    private Map<String, Object> withBundle(
            Map<String, Object> settings, @Nullable String bundleOfClient) {
        return KafkaTls.withBundle(
                settings, sslBundles, bundleOfClient, kafka.getSsl().getBundle());
    }
}
