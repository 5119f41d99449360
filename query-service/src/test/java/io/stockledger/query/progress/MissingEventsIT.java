package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.RepairRequest;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.Rebuilds;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Events that the broker has acknowledged and lost. */
class MissingEventsIT {

    private final Histories histories = new Histories(53, 10, 4);
    private final List<EventEnvelope> events = histories.next(100);
    private final TestTopic topic = TestTopic.create(3);
    private final QueryService service =
            QueryService.start(TestStack.shared().newViewsDatabase(), topic.name());

    @AfterEach
    void end() {
        service.close();
        topic.close();
    }

    @Test
    void a_missing_event_is_asked_for_and_the_lag_is_true_until_it_is_published_again() {
        EventEnvelope lost = events.get(40);
        topic.publish(events.subList(0, 40));
        service.awaitPosition(40);
        topic.lose(List.of(lost));
        topic.publish(events.subList(41, 100));
        assertRepaired(lost);
    }

    @Test
    void the_last_event_of_a_partition_is_missed_as_well() {
        EventEnvelope lost = events.get(99);
        topic.publish(events.subList(0, 99));
        service.awaitPosition(99);
        topic.lose(List.of(lost));
        assertRepaired(lost);
    }

    private void assertRepaired(EventEnvelope lost) {
        List<EventEnvelope> ofPartition = topic.ofPartitionOf(lost.aggregateId(), events);
        EventEnvelope before = ofPartition.get(ofPartition.indexOf(lost) - 1);
        await().until(() -> lagMs() > 3_000);
        assertThat(service.get("/v1/projections").number("Stock-Position"))
                .isBetween(before.position(), lost.position() - 1);
        await().until(() -> !topic.repairRequests().isEmpty());
        assertThat(topic.repairRequests().getFirst())
                .isEqualTo(
                        new RepairRequest.OfPartition(
                                topic.epoch().id(),
                                topic.heartbeat().topicId(),
                                topic.partition(lost.aggregateId()),
                                before.position()));

        topic.publish(ofPartition.subList(ofPartition.indexOf(lost), ofPartition.size()));
        service.awaitPosition(100);
        await().until(() -> lagMs() < 1_000);
        Rebuilds.assertShown(service, histories);
    }

    private long lagMs() {
        return service.get("/v1/projections").number("Stock-Lag-Ms");
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100));
    }
}
