package io.stockledger.cli.sources;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.Map;

/** Opens consumers that read the topics of a system without a group, and create no topic. */
public final class TopicConsumer {

    /** The time in which a broker must answer. */
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final int RECORDS_PER_POLL = 5_000;

    private TopicConsumer() {}

    /**
     * Opens a consumer, which is for one thread.
     *
     * @param servers the bootstrap servers
     * @throws org.apache.kafka.common.KafkaException if they are not addresses
     */
    public static KafkaConsumer<byte[], byte[]> open(String servers) {
        int answerMs = Math.toIntExact(ANSWER_MAX.toMillis());
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                        ByteArrayDeserializer.class,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        RECORDS_PER_POLL,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        answerMs,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        answerMs,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
    }
}
