package io.stockledger.command.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.command.testing.TopicReader;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Topics that are deleted or changed, while the relay runs and while it does not. */
class TopicLossIT {

    private static final int POLL_MS = 100;

    private RelayRig rig;
    private RelayProcess process;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        rig = new RelayRig();
        process = rig.process(POLL_MS);
        admin = Admin.create(RelayRig.kafkaConfig());
    }

    @AfterEach
    void close() {
        process.stop();
        admin.close();
        rig.close();
    }

    @Test
    void
            a_topic_that_is_deleted_while_the_relay_runs_is_created_and_published_from_the_first_event()
                    throws Exception {
        process.start();
        publish(30);

        admin.deleteTopics(List.of(rig.topic)).all().get(60, TimeUnit.SECONDS);

        within().until(this::isCreatedAgain);
        rig.append(5, "p-1", "p-2");
        within().until(() -> rig.checkpoint.published() == 35);
        assertThat(positions(35)).containsExactlyInAnyOrderElementsOf(upTo(35));
        assertThat(rig.checkpoint.topicId()).isNotEmpty();
        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            Heartbeat heartbeat = heartbeats.await(sent -> sent.publishedPosition() == 35);
            assertThat(heartbeat.topicId()).isEqualTo(topicId());
        }
    }

    @Test
    void a_topic_that_was_deleted_while_no_instance_ran_is_published_from_the_first_event()
            throws Exception {
        process.start();
        publish(30);
        process.stop();
        admin.deleteTopics(List.of(rig.topic)).all().get(60, TimeUnit.SECONDS);

        process = rig.process(POLL_MS);
        process.start();

        within().until(() -> isCreatedAgain() && rig.checkpoint.published() == 30);
        assertThat(positions(30)).containsExactlyInAnyOrderElementsOf(upTo(30));
    }

    @Test
    void the_topics_of_heartbeats_and_repairs_are_created_again_and_no_event_is_published_twice()
            throws Exception {
        process.start();
        publish(10);
        Set<String> others =
                Set.of(EventTopic.heartbeatTopic(rig.topic), EventTopic.repairTopic(rig.topic));

        admin.deleteTopics(others).all().get(60, TimeUnit.SECONDS);

        within().until(() -> admin.listTopics().names().get().containsAll(others));
        publish(10);
        assertThat(positions(20)).containsExactlyInAnyOrderElementsOf(upTo(20));
    }

    @Test
    void a_topic_with_more_partitions_is_published_to_with_last_positions_for_each_of_them()
            throws Exception {
        process.start();
        publish(10);

        admin.createPartitions(Map.of(rig.topic, NewPartitions.increaseTo(8)))
                .all()
                .get(60, TimeUnit.SECONDS);

        try (var heartbeats = new PublishedHeartbeats(rig.topic)) {
            heartbeats.await(sent -> sent.lastPositions().size() == 8);
            publish(10);
            Heartbeat heartbeat = heartbeats.await(sent -> sent.publishedPosition() == 20);
            assertThat(heartbeat.lastPositions())
                    .isEqualTo(new BackwardLog(rig.jdbc).lastPositions(20, 8, () -> {}).toList());
        }
        assertThat(positions(20)).containsExactlyInAnyOrderElementsOf(upTo(20));
    }

    private void publish(int count) {
        long before = rig.checkpoint.published();
        rig.append(count, "p-1", "p-2", "p/3");
        within().until(() -> rig.checkpoint.published() == before + count);
    }

    private boolean isCreatedAgain() throws Exception {
        String id = topicId();
        return id != null && !id.equals(rig.published.id());
    }

    private @Nullable String topicId() throws Exception {
        try {
            return admin.describeTopics(List.of(rig.topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get(60, TimeUnit.SECONDS)
                    .topicId()
                    .toString();
        } catch (ExecutionException _) {
            return null;
        }
    }

    private List<Long> positions(int count) {
        try (TopicReader reader = rig.reader()) {
            return reader.atLeast(count).stream().map(TopicLossIT::position).toList();
        }
    }

    private static long position(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(RelayRig.header(record, EventTopic.HEADER_POSITION));
    }

    private static List<Long> upTo(long position) {
        return LongStream.rangeClosed(1, position).boxed().toList();
    }

    private static ConditionFactory within() {
        return await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60));
    }
}
