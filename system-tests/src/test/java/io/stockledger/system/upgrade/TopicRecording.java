package io.stockledger.system.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A recorded topic: one line of JSON per record, in the order of partitions and offsets. */
final class TopicRecording {

    private static final long ANSWER_SECONDS_MAX = 30;

    private final Path file;

    TopicRecording(Path file) {
        this.file = file;
    }

    /** Writes every record of the topic. */
    void record(String bootstrapServers, String topic) throws IOException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        List<String> lines = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (var info : consumer.partitionsFor(topic)) {
                var partition = new TopicPartition(topic, info.partition());
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
                while (consumer.position(partition) < end) {
                    consumer.poll(Duration.ofMillis(200)).forEach(r -> lines.add(line(r)));
                }
            }
        }
        Files.write(file, lines);
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode line =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("partition", record.partition())
                        .put("timestamp", record.timestamp())
                        .put("key", new String(record.key(), UTF_8))
                        .put("value", new String(record.value(), UTF_8));
        ObjectNode headers = line.putObject("headers");
        record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
        return line.toString();
    }

    /** Creates the topic, publishes every record with its offset, and returns the topic's id. */
    String load(String bootstrapServers, String topic, int partitions)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (Admin admin = Admin.create(settings);
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var created =
                    admin.createTopics(
                            List.of(
                                    new NewTopic(topic, partitions, (short) 1)
                                            .configs(Map.of("retention.ms", "-1"))));
            String id = created.topicId(topic).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS).toString();
            for (String line : Files.readAllLines(file)) {
                producer.send(record(topic, JsonMapper.shared().readTree(line)))
                        .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            }
            return id;
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, JsonNode line) {
        var record =
                new ProducerRecord<>(
                        topic,
                        line.get("partition").intValue(),
                        line.get("timestamp").longValue(),
                        line.get("key").stringValue().getBytes(UTF_8),
                        line.get("value").stringValue().getBytes(UTF_8));
        line.get("headers")
                .properties()
                .forEach(
                        h ->
                                record.headers()
                                        .add(
                                                h.getKey(),
                                                h.getValue().stringValue().getBytes(UTF_8)));
        return record;
    }
}
