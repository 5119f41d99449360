package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.events.Heartbeat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the leader says about the event log four times a second. */
class RelayHeartbeatIT {

    private static final int POLL_MS = 100;

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
    void a_heartbeat_names_the_head_the_published_event_and_the_last_position_of_each_partition() {
        RelayProcess process = rig.process(POLL_MS);
        process.start();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            rig.append(30, "p-1", "p-2", "p/3");

            Heartbeat heartbeat = heartbeats.await(sent -> sent.publishedPosition() == 30);

            StoredEvent last = new EventLogReader(rig.jdbc).afterPosition(29, 1).getFirst();
            assertThat(heartbeat.epoch()).isEqualTo(new LogHead(rig.jdbc).read().epoch());
            assertThat(heartbeat.term()).isEqualTo(1);
            assertThat(heartbeat.topicId()).isEqualTo(rig.published.id());
            assertThat(heartbeat.headPosition()).isEqualTo(30);
            assertThat(heartbeat.publishedEventId()).isEqualTo(last.eventId());
            assertThat(heartbeat.publishedThrough()).isEqualTo(heartbeat.at());
            assertThat(Duration.between(heartbeat.at(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
            assertThat(heartbeat.lastPositions()).isEqualTo(lastPositions(30));
            assertThat(heartbeat.halted()).isNull();
        } finally {
            process.stop();
        }
    }

    private List<Long> lastPositions(long upTo) {
        try {
            return new BackwardLog(rig.jdbc)
                    .lastPositions(upTo, rig.published.partitions(), () -> {})
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void heartbeats_are_sent_about_four_times_a_second_while_nothing_happens() {
        RelayProcess process = rig.process(POLL_MS);
        process.start();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> heartbeats.all().size() > 20);

            List<Heartbeat> all = heartbeats.all();
            var gaps = new ArrayList<Duration>();
            for (int i = 1; i < all.size(); i++) {
                gaps.add(Duration.between(all.get(i - 1).at(), all.get(i).at()));
            }
            gaps.sort(null);
            // A pause of this machine makes some gaps longer, and not the median.
            assertThat(gaps.get(gaps.size() / 2))
                    .isBetween(Duration.ofMillis(150), Duration.ofMillis(750));
        } finally {
            process.stop();
        }
    }

    @Test
    void a_pass_that_hangs_does_not_delay_the_heartbeats_and_they_show_what_is_not_published()
            throws Exception {
        RelayProcess process = rig.process(POLL_MS);
        process.start();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            rig.append(2, "p-1");
            heartbeats.await(sent -> sent.publishedPosition() == 2);
            try (Connection locking = rig.database.connectAsOwner();
                    Statement lock = locking.createStatement()) {
                locking.setAutoCommit(false);
                lock.execute("SELECT 1 FROM relay_checkpoint FOR UPDATE");
                rig.append(3, "p-1");

                heartbeats.await(sent -> sent.headPosition() == 5);
                Heartbeat later = heartbeats.await(sent -> sent.headPosition() == 5);

                Instant firstUnpublished =
                        new EventLogReader(rig.jdbc).afterPosition(2, 1).getFirst().occurredAt();
                assertThat(later.publishedPosition()).isEqualTo(2);
                assertThat(later.publishedThrough()).isEqualTo(firstUnpublished);
                assertThat(later.lastPositions()).isEqualTo(lastPositions(2));
            }
            assertThat(heartbeats.await(sent -> sent.publishedPosition() == 5)).isNotNull();
        } finally {
            process.stop();
        }
    }

    @Test
    void one_heartbeat_at_a_time_waits_for_kafka_and_the_lead_is_given_back_after_a_while()
            throws Exception {
        var silent =
                new MockProducer<>(
                        false, null, new ByteArraySerializer(), new ByteArraySerializer());
        rig.append(1, "p-1");
        rig.relayAll();
        Duration patience = Duration.ofMillis(300);
        try (var lease = new RelayLease(rig.database.ownConnections())) {
            lease.take();
            var heartbeat =
                    new RelayHeartbeat(
                            silent,
                            rig.published,
                            () -> Objects.requireNonNull(rig.relay.reached()),
                            new Acknowledgements(patience));
            long begun = System.nanoTime();

            assertThatThrownBy(
                            () -> {
                                while (System.nanoTime() - begun < patience.toNanos() * 100) {
                                    heartbeat.beat(lease);
                                }
                            })
                    .isInstanceOf(LeadLostException.class)
                    .hasCauseInstanceOf(KafkaException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(patience);
            assertThat(silent.history()).hasSize(1);
        }
    }
}
