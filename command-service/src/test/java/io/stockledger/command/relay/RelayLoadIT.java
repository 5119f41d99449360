package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two instances of the relay under unbroken load: the leader never waits for an append. */
class RelayLoadIT {

    private static final int POLL_MS = 100;

    /** More than the buffers of two sockets hold, so that an idle listener fills the queue. */
    private static final String FLOOD =
            """
            SELECT count(pg_notify('stockledger_events', repeat('x', 7900) || i))
            FROM generate_series(1, 4000) AS i
            """;

    /** The maximum used share of the server's queue; one flood uses about 0.004. */
    private static final double QUEUE_USAGE_FLAT = 0.0002;

    private static final int KEPT_NOTIFICATIONS_FLAT = 50;

    private RelayRig rig;
    private OpenedConnections oneConnections;
    private OpenedConnections otherConnections;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
        oneConnections = new OpenedConnections(rig.database.ownConnections());
        otherConnections = new OpenedConnections(rig.database.ownConnections());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void neither_the_driver_nor_the_server_keeps_the_notifications_of_leader_and_standby()
            throws SQLException {
        RelayProcess one = rig.process(POLL_MS, oneConnections, RelayRig.kafkaConfig());
        RelayProcess other = rig.process(POLL_MS, otherConnections, RelayRig.kafkaConfig());
        try (var load = new UnbrokenLoad(rig)) {
            one.start();
            within().until(one::isLeading);
            other.start();
            for (int round = 0; round < 3; round++) {
                rig.jdbc.sql(FLOOD).query(Long.class).single();
                within().until(() -> queueUsage() < QUEUE_USAGE_FLAT);
                assertThat(load.backlog()).isPositive();
                awaitPasses(3);
                assertThat(oneConnections.takeKeptNotifications())
                        .as("kept for the leader")
                        .isLessThan(KEPT_NOTIFICATIONS_FLAT);
                assertThat(otherConnections.takeKeptNotifications())
                        .as("kept for the standby")
                        .isLessThan(KEPT_NOTIFICATIONS_FLAT);
            }
            assertThat(one.isLeading()).isTrue();
            assertThat(other.isLeading()).isFalse();
            assertThat(rig.terminateLeader())
                    .as("the server has not ended the connection for its unread notifications")
                    .isEqualTo(1);
        } finally {
            one.stop();
            other.stop();
        }
    }

    @Test
    void a_leader_whose_connection_is_terminated_stops_publishing_and_another_takes_over() {
        String oneName = "one-" + UUID.randomUUID();
        String otherName = "other-" + UUID.randomUUID();
        RelayProcess one = rig.process(POLL_MS, oneConnections, SentRecords.countedAs(oneName));
        RelayProcess other =
                rig.process(POLL_MS, otherConnections, SentRecords.countedAs(otherName));
        try (var load = new UnbrokenLoad(rig)) {
            one.start();
            within().until(() -> SentRecords.count(oneName) > 100);
            other.start();

            oneConnections.cutOff();
            // On a slow machine the other one may lead already.
            assertThat(rig.terminateLeader()).isPositive();
            within().until(() -> other.isLeading() && !one.isLeading());

            long sentByOne = SentRecords.count(oneName);
            long sentByOther = SentRecords.count(otherName);
            within().until(() -> SentRecords.count(otherName) > sentByOther + 1_000);
            assertThat(SentRecords.count(oneName)).isEqualTo(sentByOne);
            assertThat(load.backlog()).isPositive();
        } finally {
            one.stop();
            other.stop();
        }
        assertConsumersSeeEveryEventInOrder(rig.checkpoint.published());
    }

    /** The pass that receives the last notifications takes them from the driver at its start. */
    private void awaitPasses(int count) {
        long before = rig.checkpoint.published();
        long events = (long) count * RelayRig.EVENTS_PER_PASS_MAX;
        within().until(() -> rig.checkpoint.published() > before + events);
    }

    /** Reads like a consumer: it ignores applied sequence numbers, and must not find a gap. */
    private void assertConsumersSeeEveryEventInOrder(long published) {
        Map<String, Long> versions = new HashMap<>();
        long applied = 0;
        try (TopicReader reader = rig.reader()) {
            List<ConsumerRecord<byte[], byte[]>> records = reader.atLeast((int) published);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                EventEnvelope event = EventJson.readEnvelope(record.value());
                long version = versions.getOrDefault(event.aggregateId(), 0L);
                assertThat(event.sequenceNumber()).isLessThanOrEqualTo(version + 1);
                if (event.sequenceNumber() == version + 1) {
                    versions.put(event.aggregateId(), version + 1);
                    applied++;
                }
            }
        }
        assertThat(applied).isGreaterThanOrEqualTo(published);
    }

    private double queueUsage() {
        return rig.jdbc.sql("SELECT pg_notification_queue_usage()").query(Double.class).single();
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(60));
    }
}
