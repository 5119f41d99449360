package io.stockledger.cli.sources;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.transport.Peer;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The brokers of a system. It opens consumers that read its topics without a group, and create no
 * topic. Immutable and thread-safe.
 */
public final class Brokers {

    /** The time in which a broker must answer. */
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final int RECORDS_PER_POLL = 5_000;

    private final String servers;
    private final Map<String, Object> settings;

    private Brokers(String servers, Map<String, Object> settings) {
        this.servers = servers;
        this.settings = Map.copyOf(settings);
    }

    /** Brokers without TLS and login. */
    public static Brokers at(String servers) {
        return new Brokers(servers, Map.of());
    }

    /**
     * Brokers with further settings of the client, such as those of TLS and SASL.
     *
     * @param file a properties file, as the programs of Kafka take it; null for no settings
     * @throws OperatorFailure if the file cannot be read
     */
    static Brokers at(String servers, @Nullable Path file) {
        var properties = new Properties();
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new OperatorFailure(
                        "cannot read the settings of Kafka in %s (%s): check --kafka-config"
                                .formatted(file, e),
                        e);
            }
        }
        var settings = new HashMap<String, Object>();
        properties.forEach((name, value) -> settings.put(String.valueOf(name), value));
        return new Brokers(servers, settings);
    }

    /**
     * Opens a consumer, which is for one thread.
     *
     * @throws KafkaException if the servers are not addresses
     * @throws OperatorFailure if the settings are not those of a Kafka client
     */
    public KafkaConsumer<byte[], byte[]> open() {
        int answerMs = Math.toIntExact(ANSWER_MAX.toMillis());
        var config = new HashMap<>(settings);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerMs);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, answerMs);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(config);
    }

    /** Returns a failure with the cause, and with the cure if TLS or the login is the cause. */
    public OperatorFailure failure(KafkaException e, String problem, String remedy) {
        Peer kafka =
                Peer.kafka(
                        servers,
                        "ssl.truststore.location in the file of --kafka-config",
                        "sasl.jaas.config in the file of --kafka-config");
        String refusal = kafka.explain(e);
        if (refusal != null) {
            return new OperatorFailure("%s: %s".formatted(problem, refusal), e);
        }
        Throwable cause = e instanceof ConfigException || e.getCause() == null ? e : e.getCause();
        return new OperatorFailure("%s: %s. %s".formatted(problem, cause.getMessage(), remedy), e);
    }

    /** The addresses, without the settings, which contain a password. */
    @Override
    public String toString() {
        return servers;
    }
}
