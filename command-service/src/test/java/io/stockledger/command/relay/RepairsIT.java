package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.metrics.CommandMetrics;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;
import io.stockledger.events.RepairRequest;
import io.stockledger.events.RepairRequest.OfPartition;
import io.stockledger.events.RepairRequest.OfProduct;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Events that are published again because a replica asks for them. */
class RepairsIT {

    private static final int POLL_MS = 100;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private RelayRig rig;
    private RelayProcess process;
    private KafkaProducer<byte[], byte[]> replica;
    private UUID epoch;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
        epoch = new LogHead(rig.jdbc).read().epoch().id();
        process = rig.process(POLL_MS, new CommandMetrics(meters));
        replica =
                new KafkaProducer<>(
                        RelayRig.kafkaConfig(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        process.start();
        rig.append(60, "p-1", "p-2", "p/3", "p-4");
        within().until(() -> rig.checkpoint.published() == 60);
        awaitHeartbeat();
    }

    /** The relay reads the requests once it sends heartbeats. */
    private void awaitHeartbeat() {
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            heartbeats.await(_ -> true);
            heartbeats.await(_ -> true);
        }
    }

    @AfterEach
    void close() {
        process.stop();
        replica.close();
        rig.close();
    }

    @Test
    void the_events_of_a_product_are_published_again_from_a_sequence_number_on() {
        request(new OfProduct(epoch, "p/3", 11));

        List<ConsumerRecord<byte[], byte[]>> again = recordsAfter(60, 5);

        assertThat(again)
                .allMatch(record -> RelayRig.header(record, "ce_subject").equals("p/3"))
                .extracting(RepairsIT::position)
                .containsExactly(43L, 47L, 51L, 55L, 59L);
        assertSameHeadersAsBefore(again);
    }

    @Test
    void the_events_of_a_partition_are_published_again_after_a_position() {
        int partition = firstRecords().getFirst().partition();
        List<Long> missing =
                firstRecords().stream()
                        .filter(record -> record.partition() == partition)
                        .map(RepairsIT::position)
                        .filter(position -> position > 20)
                        .toList();
        request(new OfPartition(epoch, rig.published.id(), partition, 20));

        List<ConsumerRecord<byte[], byte[]>> again = recordsAfter(60, missing.size());

        assertThat(again).extracting(RepairsIT::position).isEqualTo(missing);
        assertSameHeadersAsBefore(again);
    }

    @Test
    void requests_of_another_epoch_or_topic_and_records_that_are_none_are_ignored() {
        request(new OfProduct(UUID.randomUUID(), "p-1", 1));
        request(new OfPartition(epoch, "another-topic", 0, 0));
        request(new OfPartition(epoch, rig.published.id(), 77, 0));
        request(new OfPartition(epoch, rig.published.id(), -1, -5));
        request(new OfProduct(epoch, "unknown", 1));
        send("garbage".getBytes(UTF_8));
        request(new OfProduct(epoch, "p-1", 15));

        assertThat(recordsAfter(60, 1)).extracting(RepairsIT::position).containsExactly(57L);
    }

    @Test
    void a_request_that_is_repeated_within_5_seconds_is_answered_once() {
        request(new OfProduct(epoch, "p-1", 14));
        request(new OfProduct(epoch, "p-1", 14));
        request(new OfProduct(epoch, "p-1", 15));
        request(new OfProduct(epoch, "p-2", 15));

        assertThat(recordsAfter(60, 3))
                .extracting(RepairsIT::position)
                .containsExactly(53L, 57L, 58L);
        within().until(() -> repairs() == 2);
        assertThat(meters.get("stockledger.relay.republished.events").counter().count())
                .isEqualTo(3);
    }

    @Test
    void a_request_that_is_sent_as_soon_as_its_reader_exists_is_read() {
        try (var requests = new RepairRequests(RelayRig.kafkaConfig(), rig.topic)) {
            request(new OfProduct(epoch, "p-1", 15));

            within().until(() -> requests.next() != null);
        }
    }

    @Test
    void new_events_are_published_while_a_long_repair_runs() {
        rig.append(200, "p-1", "p-2", "p/3", "p-4");
        within().until(() -> rig.checkpoint.published() == 260);
        int partition = LastPositions.partition("p-1".getBytes(UTF_8), rig.published.partitions());

        // Each request is wider than the one before, which is therefore no answer to it.
        for (long after = 20; after >= 0 && !isNewRecordWithinARepair(partition); after--) {
            double repaired = repairs();
            request(new OfPartition(epoch, rig.published.id(), partition, after));
            within().pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> {
                                rig.append(1, "p-1");
                                return repairs() > repaired;
                            });
        }

        assertThat(isNewRecordWithinARepair(partition)).isTrue();
    }

    private double repairs() {
        return meters.get("stockledger.relay.repairs").counter().count();
    }

    /**
     * Whether a record that is new is between two that are repeated by the same repair: those of
     * one repair are in the order of their positions.
     */
    private boolean isNewRecordWithinARepair(int partition) {
        long newest = 0;
        long repeated = Long.MAX_VALUE;
        boolean isNewBetween = false;
        try (TopicReader reader = rig.reader()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.atLeast((int) reader.size())) {
                if (record.partition() != partition) {
                    continue;
                }
                if (position(record) > newest) {
                    newest = position(record);
                    isNewBetween = true;
                    continue;
                }
                if (isNewBetween && position(record) > repeated) {
                    return true;
                }
                repeated = position(record);
                isNewBetween = false;
            }
        }
        return false;
    }

    private void assertSameHeadersAsBefore(List<ConsumerRecord<byte[], byte[]>> again) {
        for (ConsumerRecord<byte[], byte[]> record : again) {
            ConsumerRecord<byte[], byte[]> first =
                    firstRecords().stream()
                            .filter(candidate -> position(candidate) == position(record))
                            .findFirst()
                            .orElseThrow();
            assertThat(record.headers()).isEqualTo(first.headers());
            assertThat(record.value()).isEqualTo(first.value());
            assertThat(record.partition()).isEqualTo(first.partition());
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> firstRecords() {
        try (TopicReader reader = rig.reader()) {
            return inOrder(reader.atLeast(60)).subList(0, 60);
        }
    }

    /** The records of the topic without the first ones, once there are so many. */
    private List<ConsumerRecord<byte[], byte[]>> recordsAfter(int first, int count) {
        try (TopicReader reader = rig.reader()) {
            List<ConsumerRecord<byte[], byte[]>> all = inOrder(reader.atLeast(first + count));
            return all.subList(first, all.size());
        }
    }

    /** By the time at which the broker received them. */
    private static List<ConsumerRecord<byte[], byte[]>> inOrder(
            List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .sorted(
                        Comparator.comparingLong(ConsumerRecord<byte[], byte[]>::timestamp)
                                .thenComparingLong(RepairsIT::position))
                .toList();
    }

    private static long position(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(RelayRig.header(record, EventTopic.HEADER_POSITION));
    }

    private void request(RepairRequest request) {
        send(request.toJson());
    }

    private void send(byte[] value) {
        try {
            replica.send(new ProducerRecord<>(EventTopic.repairTopic(rig.topic), null, value))
                    .get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60));
    }
}
