package io.stockledger.command.relay;

import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashMap;
import java.util.Map;

/**
 * The configuration of the relay's producer. Settings that order and durability depend on are
 * written out even if they are Kafka's defaults.
 */
final class RelayProducerConfig {

    private static final int BATCH_BYTES_MAX = 256 * 1024;
    private static final int LINGER_MS = 100;
    private static final int SEND_WAIT_MAX_MS = 10_000;
    private static final String CLIENT_ID = "stockledger-relay";

    private RelayProducerConfig() {}

    static Map<String, Object> of(Map<String, Object> kafkaConfig) {
        var config = new HashMap<>(kafkaConfig);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // One request at a time: with more, a partition whose leader changes can accept the second
        // batch and then refuse the first for ever. Large batches compensate for this.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES_MAX);
        // A record never expires: the successor of an expired one could still be accepted. The
        // relay waits instead.
        config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        // A pass is flushed after its last record. Without a linger the first record would be sent
        // alone, and the others would wait for its acknowledgement.
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // A send waits this long for the topic's metadata or for memory, then it fails and ends the
        // pass. Kafka's default of a minute delays the report of an outage.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_WAIT_MAX_MS);
        // Without a fixed name each producer gets a new one, and its metrics new series.
        config.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
        return config;
    }
}
