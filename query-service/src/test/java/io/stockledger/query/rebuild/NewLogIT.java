package io.stockledger.query.rebuild;

import static io.stockledger.query.testing.Rebuilds.assertShown;
import static io.stockledger.query.testing.Rebuilds.awaitState;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.LogEpoch;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.Rebuilds;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.time.Duration;
import java.util.List;

/** A topic that was created again, and an event log that was restored to an earlier moment. */
class NewLogIT {

    private static final List<String> NAMES =
            List.of("inventory", "reservations", "movements", "low_stock");

    private final Histories histories = new Histories(57, 20, 6);
    private final List<EventEnvelope> events = histories.next(300);
    private final TestDatabase database = TestStack.shared().newViewsDatabase();
    private final TestTopic topic = TestTopic.create(6);
    private final JdbcClient jdbc =
            JdbcClient.create(
                    new DriverManagerDataSource(
                            database.jdbcUrl(),
                            database.applicationUser(),
                            database.applicationPassword()));

    @AfterEach
    void end() {
        topic.close();
    }

    @Test
    void a_topic_that_is_created_again_is_consumed_from_its_beginning_and_doubles_nothing() {
        try (QueryService one = QueryService.start(database, topic.name());
                QueryService other = QueryService.start(database, topic.name())) {
            topic.publish(events);
            one.awaitPosition(300);
            topic.delete();
            await().until(() -> status(one).equals("waiting-for-topic"));
            await().until(() -> status(other).equals("waiting-for-topic"));

            topic.createAgain();
            await().until(() -> lagMs(one) > 1_500);
            assertThat(one.get("/v1/inventory").number("Stock-Position"))
                    .as("what the rows contain")
                    .isEqualTo(300);
            topic.publish(events);
            topic.publish(histories.next(100));
            one.awaitPosition(400);
            other.awaitPosition(400);
            await().until(() -> status(one).equals("live") && lagMs(one) < 1_000);
            assertShown(one, histories);
            assertThat(movements(1)).isEqualTo(400);
        }
    }

    @Test
    void a_rebuild_goes_on_with_a_topic_that_is_created_again() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(events);
            service.awaitPosition(300);
            topic.delete();
            await().until(() -> status(service).equals("waiting-for-topic"));
            Rebuilds.rebuild(service, "movements");
            topic.createAgain();
            // Its rows are compared while the topic has none and then only half of the events.
            awaitState(service, "movements", 2, "comparing");
            topic.publish(events.subList(0, 150));
            await().until(() -> receivedByBoth() == 150);
            await().during(Duration.ofSeconds(1))
                    .until(() -> Rebuilds.state(service, "movements", 2).equals("comparing"));
            topic.publish(events.subList(150, 300));
            awaitState(service, "movements", 2, "serving");
            service.awaitPosition(300);
            assertThat(movements(2)).isEqualTo(300);
        }
    }

    @Test
    void after_a_restore_the_views_are_those_of_the_restored_log() {
        var restored = new Histories(58, 20, 6);
        List<EventEnvelope> restoredEvents = restored.next(260);
        LogEpoch before = topic.epoch();
        try (QueryService one = QueryService.start(database, topic.name())) {
            topic.publish(events);
            one.awaitPosition(300);
            topic.restore(restoredEvents);
            await().until(() -> one.get("/v1/inventory").number("Stock-Position") == 0);
            try (QueryService other = QueryService.start(database, topic.name())) {
                assertThat(Rebuilds.state(one, "inventory", 1)).isEqualTo("serving");
                topic.publish(restoredEvents.subList(0, 130));
                orphan(before);
                topic.publish(restoredEvents.subList(130, 260));
                for (String name : NAMES) {
                    awaitState(one, name, 2, "serving");
                }
                one.awaitPosition(260);
                other.awaitPosition(260);
                await().until(() -> lagMs(one) < 1_000 && lagMs(other) < 1_000);
                assertShown(one, restored);
                assertShown(other, restored);
            }
        }
        assertThat(movements(2)).isEqualTo(260);
        try (QueryService restarted = QueryService.start(database, topic.name())) {
            Rebuilds.awaitSchemas(jdbc, "inventory", "inventory_g2");
            orphan(before);
            topic.publish(restored.next(40));
            restarted.awaitPosition(300);
            assertShown(restarted, restored);
            assertThat(Rebuilds.rebuild(restarted, "movements").status()).isEqualTo(202);
            awaitState(restarted, "movements", 3, "serving");
            assertThat(movements(3)).isEqualTo(300);
        }
    }

    /** Publishes the next event of the log as it was before the restore. */
    private void orphan(LogEpoch before) {
        EventEnvelope event = histories.next(1).getFirst();
        topic.publishRaw(
                topic.record(event.aggregateId(), EventJson.writeEnvelope(event))
                        .with(EventTopic.HEADER_POSITION, event.position())
                        .with(EventTopic.HEADER_PREVIOUS_POSITION, event.position() - 1)
                        .with(EventTopic.HEADER_EPOCH, before.id()));
    }

    /** The records of the present topic that both generations of the movements have received. */
    private long receivedByBoth() {
        return jdbc.sql(
                        """
                        SELECT min(received) FROM (
                            SELECT coalesce(sum(p.next_offset), 0) AS received
                            FROM generate_series(1, 2) AS g
                            LEFT JOIN projection_progress p ON p.projection = 'movements'
                                AND p.generation = g AND p.topic_id = ?
                            GROUP BY g
                        ) AS each
                        """)
                .param(topic.heartbeat().topicId())
                .query(Long.class)
                .single();
    }

    private long movements(int generation) {
        return jdbc.sql("SELECT count(*) FROM movements_g" + generation + ".movements")
                .query(Long.class)
                .single();
    }

    private static String status(QueryService service) {
        return Rebuilds.projections(service).path(0).path("status").asString("");
    }

    private static long lagMs(QueryService service) {
        return service.get("/v1/projections").number("Stock-Lag-Ms");
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100));
    }
}
