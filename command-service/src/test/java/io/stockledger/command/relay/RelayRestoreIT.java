package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** An events database that was restored to a moment before its last events. */
class RelayRestoreIT {

    private static final int POLL_MS = 100;

    /** More than the comparison reads at first. */
    private static final int HALTED_HEARTBEATS = 25;

    private RelayRig rig;
    private RelayProcess process;
    private LogHead head;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
        head = new LogHead(rig.jdbc);
        process = rig.process(POLL_MS);
        process.start();
        rig.append(10, "p-1", "p-2");
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            heartbeats.await(sent -> sent.publishedPosition() == 10);
        }
    }

    @AfterEach
    void close() {
        process.stop();
        rig.close();
    }

    @Test
    void a_log_that_lost_published_events_is_halted_and_published_anew_in_the_next_epoch() {
        LogEpoch before = head.read().epoch();
        process.stop();
        restoreTo(6);
        rig.append(3, "p-1");
        process = rig.process(POLL_MS);
        process.start();

        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            Heartbeat halted = heartbeats.await(sent -> sent.halted() != null);
            assertThat(halted.halted()).contains("position 10").contains("restored");
            assertThat(halted.headPosition()).isEqualTo(9);
            assertThat(rig.checkpoint.published()).isEqualTo(6);

            rig.database.asOwner("SELECT start_log_epoch('a test')");

            Heartbeat next =
                    heartbeats.await(
                            sent -> sent.epoch().number() == 2 && sent.publishedPosition() == 9);
            assertThat(next.halted()).isNull();
            assertThat(next.epoch().id()).isNotEqualTo(before.id());
        }
        List<String> epochs = epochsOfRecords(19);
        assertThat(epochs.subList(0, 10)).containsOnly(before.id().toString());
        assertThat(epochs.subList(10, 19)).containsOnly(head.read().epoch().id().toString());
    }

    @Test
    void a_log_that_has_another_event_at_a_published_position_is_halted() {
        process.stop();
        restoreTo(6);
        rig.append(8, "p-1");
        process = rig.process(POLL_MS);
        process.start();

        within().until(() -> head.read().halted() != null);
        assertThat(head.read().halted()).contains("position 10").contains("event");
    }

    @Test
    void a_log_of_an_earlier_epoch_than_the_topic_is_halted() {
        process.stop();
        LogEpoch first = head.read().epoch();
        rig.database.asOwner("SELECT start_log_epoch('a test')");
        process = rig.process(POLL_MS);
        process.start();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            heartbeats.await(sent -> sent.epoch().number() == 2 && sent.publishedPosition() == 10);
        }
        process.stop();
        rig.database.asOwner(
                "UPDATE log_head SET epoch_number = 1, epoch = '%s'".formatted(first.id()));
        process = rig.process(POLL_MS);
        process.start();

        within().until(() -> head.read().halted() != null);
        assertThat(head.read().halted()).contains("epoch 1").contains("epoch 2");
    }

    @Test
    void a_log_of_another_incarnation_with_the_same_number_is_halted() {
        process.stop();
        rig.database.asOwner("UPDATE log_head SET epoch = '%s'".formatted(UUID.randomUUID()));
        process = rig.process(POLL_MS);
        process.start();

        within().until(() -> head.read().halted() != null);
        assertThat(head.read().halted()).contains("epoch 1");
    }

    @Test
    void the_right_log_goes_on_after_another_one_was_connected_to_its_topic_and_halted() {
        process.stop();
        LogEpoch right = head.read().epoch();
        rig.database.asOwner("UPDATE log_head SET epoch = '%s'".formatted(UUID.randomUUID()));
        process = rig.process(POLL_MS);
        process.start();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            for (int i = 0; i < HALTED_HEARTBEATS; i++) {
                heartbeats.await(sent -> sent.halted() != null);
            }
        }
        process.stop();
        rig.database.asOwner(
                "UPDATE log_head SET halted = NULL, epoch = '%s'".formatted(right.id()));
        rig.append(2, "p-1");
        process = rig.process(POLL_MS);
        process.start();

        within().until(() -> rig.checkpoint.published() == 12);
        assertThat(head.read().halted()).isNull();
    }

    @Test
    void a_log_that_loses_events_under_a_running_relay_is_halted() throws Exception {
        process.stop();
        rig.append(4, "p-1");
        rig.database.asOwner("UPDATE relay_checkpoint SET term = 0");
        rig.relay.relayOnce();
        restoreTo(6);

        assertThatThrownBy(rig.relay::relayOnce)
                .isInstanceOf(LogFaultException.class)
                .hasMessageContainingAll("halted", "position 6", "position 14", "start_log_epoch");
        assertThat(Objects.requireNonNull(head.read().halted())).contains("position 14");
    }

    @Test
    void a_log_that_contains_what_was_published_is_not_halted() {
        process.stop();
        rig.append(2, "p-1");
        process = rig.process(POLL_MS);
        process.start();

        within().until(() -> rig.checkpoint.published() == 12);
        assertThat(head.read().halted()).isNull();
    }

    /** Leaves the database as a restore to the moment of that event does. */
    private void restoreTo(long position) {
        rig.asOwnerWithoutTriggers("DELETE FROM events WHERE position > " + position);
        rig.database.asOwner("UPDATE log_head SET position = " + position);
        rig.database.asOwner(
                "UPDATE relay_checkpoint SET published = least(published, %d)".formatted(position));
    }

    private List<String> epochsOfRecords(int count) {
        try (TopicReader reader = rig.reader()) {
            List<ConsumerRecord<byte[], byte[]>> records = reader.atLeast(count);
            return records.stream()
                    .sorted(Comparator.comparingLong(ConsumerRecord<byte[], byte[]>::timestamp))
                    .map(record -> RelayRig.header(record, EventTopic.HEADER_EPOCH))
                    .toList();
        }
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60));
    }
}
