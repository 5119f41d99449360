package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

class RelayIT {

    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void every_event_is_published_once_and_in_the_order_of_its_product() throws Exception {
        rig.append(45, "p-1", "p-2", "p/3");

        assertThat(rig.relay.relayOnce()).isEqualTo(RelayRig.EVENTS_PER_PASS_MAX);
        assertThat(rig.checkpoint.published()).isEqualTo(RelayRig.EVENTS_PER_PASS_MAX);
        assertThat(rig.relayAll()).isEqualTo(25);
        assertThat(rig.relay.relayOnce()).isZero();

        List<ConsumerRecord<byte[], byte[]>> records = records(45);
        assertThat(records).hasSize(45);
        for (String product : List.of("p-1", "p-2", "p/3")) {
            assertThat(sequenceNumbers(records, product))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 15).boxed().toList());
        }
        assertThat(rig.checkpoint.published()).isEqualTo(45);
    }

    @Test
    void the_value_of_a_record_is_the_stored_event_and_its_key_is_the_product() throws Exception {
        rig.append(3, "p/1");
        rig.relayAll();

        List<StoredEvent> stored = new EventLogReader(rig.jdbc).afterPosition(0, 10);
        List<ConsumerRecord<byte[], byte[]>> records = records(3);
        for (int i = 0; i < 3; i++) {
            assertThat(new String(records.get(i).key(), UTF_8)).isEqualTo("p/1");
            assertThat(new String(records.get(i).value(), UTF_8))
                    .isEqualTo(stored.get(i).envelopeJson());
            assertThat(header(records.get(i), "position")).isEqualTo(Integer.toString(i + 1));
            assertThat(header(records.get(i), "ce_id"))
                    .isEqualTo(stored.get(i).eventId().toString());
        }
    }

    @Test
    void the_checkpoint_does_not_move_before_the_broker_has_acknowledged_every_record()
            throws Exception {
        rig.setTopic(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "100");
        // The broker applies a changed setting a little later.
        await().atMost(Duration.ofSeconds(60)).until(this::isNextEventRefused);
        long appended = rig.lastPosition();
        assertThat(rig.checkpoint.published()).isEqualTo(appended - 1);

        rig.setTopic(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000000");
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsMatching(
                        tooLarge -> tooLarge.getCause() instanceof RecordTooLargeException)
                .until(() -> rig.relayAll() == 1);
        assertThat(sequenceNumbers(records((int) appended), "p-1"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, appended).boxed().toList());
    }

    private boolean isNextEventRefused() throws Exception {
        rig.append(1, "p-1");
        try {
            rig.relayAll();
            return false;
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(RecordTooLargeException.class);
            return true;
        }
    }

    @Test
    void a_crash_between_acknowledgement_and_checkpoint_publishes_again_and_skips_nothing()
            throws Exception {
        rig.append(5, "p-1");
        rig.database.asOwner("REVOKE UPDATE ON relay_checkpoint FROM stockledger_app");
        assertThatThrownBy(rig.relay::relayOnce).isInstanceOf(DataAccessException.class);
        assertThat(rig.checkpoint.published()).isZero();

        rig.database.asOwner("GRANT UPDATE ON relay_checkpoint TO stockledger_app");
        assertThat(rig.relayAll()).isEqualTo(5);

        assertThat(sequenceNumbers(records(10), "p-1"))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_relay_whose_checkpoint_is_set_to_0_publishes_every_event_again() throws Exception {
        rig.append(25, "p-1", "p-2");
        rig.relayAll();
        rig.jdbc.sql("UPDATE relay_checkpoint SET published = 0").update();

        assertThat(rig.relayAll()).isEqualTo(25);
        assertThat(records(50)).hasSize(50);
        assertThat(rig.checkpoint.published()).isEqualTo(25);
    }

    @Test
    void a_checkpoint_that_an_operator_sets_during_a_pass_stays() {
        rig.jdbc.sql("UPDATE relay_checkpoint SET published = 7").update();

        assertThat(rig.advance(0, 20, 0)).isFalse();

        assertThat(rig.checkpoint.published()).isEqualTo(7);
    }

    @Test
    void a_leader_of_an_earlier_term_does_not_move_the_checkpoint() {
        rig.jdbc.sql("UPDATE relay_checkpoint SET term = 5").update();

        assertThat(rig.advance(0, 20, 4)).isFalse();
        assertThat(rig.advance(0, 20, 5)).isTrue();
        assertThatThrownBy(rig.relay::relayOnce)
                .isInstanceOf(LeadLostException.class)
                .hasMessageContaining("term 5");
    }

    @Test
    void every_record_names_the_event_before_it_in_its_partition() throws Exception {
        rig.append(40, "p-1", "p-2", "p/3", "p-4");
        rig.relayAll();

        assertChain(records(40));
    }

    @Test
    void a_relay_that_does_not_know_the_last_positions_reads_them_from_the_log() throws Exception {
        rig.append(20, "p-1", "p-2", "p/3", "p-4");
        rig.relayAll();
        rig.jdbc.sql("UPDATE relay_checkpoint SET last_positions = NULL").update();
        rig.append(20, "p-1", "p-2", "p/3", "p-4");
        Relay other = rig.relay(rig.sender, () -> {});

        assertThat(other.relayOnce()).isEqualTo(20);
        assertChain(records(40));
        assertThat(rig.checkpoint.lastPositions(40, 5).orElseThrow().toArray())
                .isEqualTo(new BackwardLog(rig.jdbc).lastPositions(40, 5, () -> {}).toArray());
    }

    @Test
    void a_checkpoint_that_is_set_back_does_not_change_how_far_the_log_is_published()
            throws Exception {
        rig.append(25, "p-1", "p-2");
        rig.relayAll();

        assertThat(rig.checkpoint.republishFrom(1)).isNull();
        assertThat(rig.checkpoint.published()).isZero();
        assertThat(rig.relay.relayOnce()).isEqualTo(RelayRig.EVENTS_PER_PASS_MAX);
        assertThat(reached().positions().position()).isEqualTo(25);
        assertThat(rig.relay.relayOnce()).isEqualTo(5);

        var previous = new HashMap<String, String>();
        for (ConsumerRecord<byte[], byte[]> record : records(50)) {
            String before = header(record, "previous-position");
            assertThat(previous.merge(header(record, "position"), before, (first, _) -> first))
                    .isEqualTo(before);
        }
    }

    @Test
    void events_that_are_not_published_yet_cannot_be_published_again() throws Exception {
        rig.append(3, "p-1");
        rig.relayAll();

        assertThat(rig.checkpoint.republishFrom(5)).isEqualTo(3);
        assertThat(rig.checkpoint.published()).isEqualTo(3);
        assertThat(rig.checkpoint.republishFrom(4)).isNull();
    }

    private Relay.Reached reached() {
        return Objects.requireNonNull(rig.relay.reached());
    }

    /** Each record names the position of the record before it in its partition. */
    private static void assertChain(List<ConsumerRecord<byte[], byte[]>> records) {
        var last = new HashMap<Integer, String>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String before = last.put(record.partition(), header(record, "position"));
            assertThat(header(record, "previous-position"))
                    .isEqualTo(before == null ? "0" : before);
            assertThat(record.partition()).isEqualTo(LastPositions.partition(record.key(), 5));
        }
    }

    @Test
    void the_lag_is_the_number_of_events_not_published_and_the_age_of_the_oldest()
            throws Exception {
        var lag = new RelayLag(rig.jdbc);
        assertThat(lag.measure()).isEqualTo(new RelayLag.Lag(0, 0));

        rig.append(3, "p-1");
        rig.asOwnerWithoutTriggers(
                "UPDATE events SET occurred_at = now() - position * interval '-1 day' - interval '9"
                        + " days'");
        assertThat(lag.measure().events()).isEqualTo(3);
        assertThat(Duration.ofMillis((long) (lag.measure().seconds() * 1_000)).toDays())
                .as("the oldest is 8 days old, the newest 6")
                .isEqualTo(8);

        rig.relayAll();
        assertThat(lag.measure()).isEqualTo(new RelayLag.Lag(0, 0));
    }

    @Test
    void the_topic_is_created_with_the_set_partitions_and_unlimited_retention() throws Exception {
        try (Admin admin = Admin.create(RelayRig.kafkaConfig())) {
            TopicDescription topic =
                    Objects.requireNonNull(
                            admin.describeTopics(List.of(rig.topic))
                                    .allTopicNames()
                                    .get(60, TimeUnit.SECONDS)
                                    .get(rig.topic));
            assertThat(topic.partitions()).hasSize(5);
            ConfigResource resource = resource();
            Config config =
                    Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource))
                                    .all()
                                    .get(60, TimeUnit.SECONDS)
                                    .get(resource));
            assertThat(
                            config.entries().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    ConfigEntry::name, ConfigEntry::value)))
                    .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1")
                    .containsEntry(TopicConfig.RETENTION_BYTES_CONFIG, "-1")
                    .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete")
                    .containsEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1");
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> records(int count) {
        try (TopicReader reader = rig.reader()) {
            return reader.atLeast(count);
        }
    }

    private static List<Long> sequenceNumbers(
            List<ConsumerRecord<byte[], byte[]>> records, String product) {
        return records.stream()
                .map(record -> EventJson.readEnvelope(record.value()))
                .filter(envelope -> envelope.aggregateId().equals(product))
                .map(EventEnvelope::sequenceNumber)
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private ConfigResource resource() {
        return new ConfigResource(ConfigResource.Type.TOPIC, rig.topic);
    }
}
