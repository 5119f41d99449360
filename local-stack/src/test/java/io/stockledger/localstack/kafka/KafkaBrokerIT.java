package io.stockledger.localstack.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

class KafkaBrokerIT {

    private static final int PORT = Ports.free();
    private static final int CONTROLLER_PORT = Ports.free();

    /** A session lasts for 1.5 s, and for 9 s by the default of Kafka. */
    private static final Duration REFUSED_MAX = Duration.ofSeconds(5);

    @TempDir private Path folder;

    @Test
    void acknowledged_records_survive_a_kill_and_the_next_start_does_not_wait_for_the_old_session()
            throws Exception {
        try (KafkaBroker broker = start()) {
            createTopic(broker, "kept");
            for (String compression : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
                send(broker, "kept", compression);
            }
            Signal.KILL.sendTo(broker.process().pid());
            broker.process().ended().get(60, TimeUnit.SECONDS);
        }

        try (KafkaBroker broker = start()) {
            assertThat(received(broker, "kept", 5))
                    .containsExactly("none", "gzip", "snappy", "lz4", "zstd");
        }
        assertThat(refusedFor()).isLessThan(REFUSED_MAX);
    }

    /** The time from the first refusal of the new broker to its registration, by the log. */
    private Duration refusedFor() throws IOException {
        List<String> log = Files.readAllLines(KafkaBroker.Location.in(folder).logFile());
        Instant registered =
                log.reversed().stream()
                        .filter(line -> line.contains("Successfully registered broker"))
                        .findFirst()
                        .map(KafkaBrokerIT::time)
                        .orElseThrow();
        return log.stream()
                .filter(line -> line.contains("returned error DUPLICATE_BROKER_REGISTRATION"))
                .findFirst()
                .map(line -> Duration.between(time(line), registered))
                .orElse(Duration.ZERO);
    }

    private static Instant time(String line) {
        return Instant.parse(line.substring(0, line.indexOf(' ')));
    }

    @Test
    void a_request_for_an_unknown_topic_does_not_create_it() throws Exception {
        try (KafkaBroker broker = start();
                Admin admin = admin(broker)) {
            assertThatThrownBy(
                            () ->
                                    admin.describeTopics(List.of("unknown"))
                                            .allTopicNames()
                                            .get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void the_storage_of_another_version_is_reported_with_a_cure_that_keeps_the_events()
            throws Exception {
        start().close();
        Path storage = KafkaBroker.Location.in(folder).dataFolder().resolve("storage");
        Path properties = storage.resolve("meta.properties");
        Files.writeString(
                properties, Files.readString(properties).replace("version=1", "version=9"));

        assertThatThrownBy(this::start)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("did not start: Unknown meta.properties version number 9. ")
                .hasMessageContaining("delete the folder " + storage.getParent())
                .hasMessageContaining("published again from the events database");
    }

    private KafkaBroker start() {
        return KafkaBroker.start(
                KafkaBroker.Location.in(folder), PORT, CONTROLLER_PORT, Tuning.QUICK_START);
    }

    private static Admin admin(KafkaBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void createTopic(KafkaBroker broker, String topic) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static void send(KafkaBroker broker, String topic, String compression)
            throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "compression.type",
                        compression,
                        "acks",
                        "all");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, compression.getBytes(UTF_8)))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> received(KafkaBroker broker, String topic, int count) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        "readers",
                        "auto.offset.reset",
                        "earliest");
        List<String> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (values.size() < count && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(record.value(), UTF_8));
                }
            }
        }
        return values;
    }
}
