package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Records that the brokers have acknowledged and lost, and that no replica asks for. */
class LostRecordsIT {

    private static final int POLL_MS = 100;
    private static final String[] PRODUCTS = {"p-1", "p-2", "p/3"};

    private RelayRig rig;
    private RelayProcess process;

    @BeforeEach
    void publish20Events() throws Exception {
        rig = new RelayRig();
        rig.append(20, PRODUCTS);
        assertThat(rig.relayAll()).isEqualTo(20);
        process = rig.process(POLL_MS);
    }

    @AfterEach
    void close() {
        process.stop();
        rig.close();
    }

    @Test
    void the_last_records_of_each_partition_are_published_again_without_a_request()
            throws Exception {
        lose(10);

        process.start();

        awaitPositionsUpTo(30);
    }

    @Test
    void records_before_later_ones_are_published_again_without_a_request() throws Exception {
        lose(10);
        rig.append(5, PRODUCTS);
        assertThat(rig.relayAll()).isEqualTo(5);

        process.start();

        awaitPositionsUpTo(35);
    }

    @Test
    void a_forged_record_with_headers_without_values_does_not_stop_a_new_leader() throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        RelayRig.kafkaConfig(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var forged = new ProducerRecord<byte[], byte[]>(rig.topic, 0, null, new byte[0]);
            forged.headers()
                    .add(EventTopic.HEADER_POSITION, "1".getBytes(UTF_8))
                    .add(EventTopic.HEADER_PREVIOUS_POSITION, null)
                    .add(EventTopic.HEADER_EPOCH, null);
            producer.send(forged).get(60, TimeUnit.SECONDS);
        }

        process.start();
        rig.append(5, PRODUCTS);

        await().atMost(Duration.ofSeconds(60)).until(() -> rig.checkpoint.published() == 25);
    }

    @Test
    void a_new_leader_publishes_nothing_again_if_the_topic_has_every_event() {
        process.start();
        rig.append(5, PRODUCTS);
        await().atMost(Duration.ofSeconds(60)).until(() -> rig.checkpoint.published() == 25);

        assertThat(positions()).hasSize(25);
    }

    /** Leaves the system as brokers do that have lost the records of that many events. */
    private void lose(int events) throws Exception {
        rig.append(events, PRODUCTS);
        long last = 20L + events;
        LastPositions positions =
                new BackwardLog(rig.jdbc).lastPositions(last, rig.published.partitions(), () -> {});
        assertThat(
                        rig.checkpoint.advance(
                                20, positions, 0, new LogHead(rig.jdbc).read().epoch().id()))
                .isTrue();
    }

    private void awaitPositionsUpTo(long last) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(positions().stream().distinct())
                                        .containsExactlyInAnyOrderElementsOf(
                                                LongStream.rangeClosed(1, last).boxed().toList()));
    }

    /** The positions of all records that are in the topic now. */
    private List<Long> positions() {
        try (TopicReader reader = rig.reader()) {
            return reader.atLeast((int) reader.size()).stream()
                    .map(record -> RelayRig.header(record, EventTopic.HEADER_POSITION))
                    .map(Long::valueOf)
                    .toList();
        }
    }
}
