package io.stockledger.command.relay;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashMap;
import java.util.Map;

/**
 * The configurations of the relay's Kafka clients. Settings that order and durability depend on are
 * written out even if they are Kafka's defaults.
 */
final class RelayClientConfig {

    private static final int BATCH_BYTES_MAX = 256 * 1024;
    private static final int LINGER_MS = 100;
    private static final int SEND_WAIT_MAX_MS = 10_000;
    private static final int HEARTBEAT_BUFFER_BYTES = 256 * 1024;
    private static final int HEARTBEAT_WAIT_MAX_MS = 100;
    private static final int ANSWER_TIMEOUT_MS = 5_000;
    private static final String CLIENT_ID = "stockledger-relay";

    private RelayClientConfig() {}

    /** Of the producer of events. */
    static Map<String, Object> ofEvents(Map<String, Object> kafkaConfig) {
        Map<String, Object> config = named(kafkaConfig, "");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // One request at a time: with more, a partition whose leader changes can accept the second
        // batch and then refuse the first for ever. Large batches compensate for this.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES_MAX);
        // A record never expires: the successor of an expired one could still be accepted. The
        // relay gives up a pass as a whole.
        config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        // A pass is flushed after its last record. Without a linger the first record would be sent
        // alone, and the others would wait for its acknowledgement.
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A send waits this long for the topic's metadata or for memory, then it fails and ends the
        // pass. Kafka's default of a minute delays the report of an outage.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_WAIT_MAX_MS);
        return config;
    }

    /**
     * Of the producer of heartbeats: a heartbeat that is late is dropped, the next one is newer.
     */
    static Map<String, Object> ofHeartbeats(Map<String, Object> kafkaConfig) {
        Map<String, Object> config = named(kafkaConfig, "-heartbeat");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, HEARTBEAT_BUFFER_BYTES);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, HEARTBEAT_WAIT_MAX_MS);
        return config;
    }

    /** Of a consumer without a group. */
    static Map<String, Object> ofReads(Map<String, Object> kafkaConfig, String name) {
        Map<String, Object> config = named(kafkaConfig, "-" + name);
        // The operator's are those of producers, which a consumer refuses.
        config.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        return config;
    }

    /**
     * Of the administration of topics. A call that fails is repeated by the caller, with the report
     * of the failure in the log.
     */
    static Map<String, Object> ofAdmin(Map<String, Object> kafkaConfig) {
        Map<String, Object> config = named(kafkaConfig, "-admin");
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_TIMEOUT_MS);
        return config;
    }

    /** Without a fixed name each client gets a new one, and its metrics new series. */
    private static Map<String, Object> named(Map<String, Object> kafkaConfig, String suffix) {
        var config = new HashMap<>(kafkaConfig);
        Object name = kafkaConfig.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG, CLIENT_ID);
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, name + suffix);
        return config;
    }
}
