package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class FreshnessIT {

    @Test
    void a_replica_that_starts_before_the_topic_exists_waits_for_it_and_then_becomes_live() {
        String topicName = TestStack.shared().newTopicName();
        try (QueryService service =
                QueryService.start(TestStack.shared().newViewsDatabase(), topicName)) {
            await().until(() -> status(service, 0).equals("waiting-for-topic"));
            try (TestTopic topic = TestTopic.create(topicName, 6)) {
                topic.publish(new Histories(1, 5, 3).next(100));
                service.awaitPosition(100);
                await().until(() -> status(service, 0).equals("live"));
            }
        }
    }

    @Test
    void without_kafka_the_view_is_served_with_a_growing_lag_until_the_replica_is_not_ready() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        try (TestTopic topic = TestTopic.create(3)) {
            try (QueryService service = QueryService.start(database, topic.name())) {
                topic.publish(new Histories(1, 5, 3).next(100));
                service.awaitPosition(100);
            }
            try (QueryService service =
                    QueryService.start(
                            database,
                            Map.of(
                                    "stockledger.topic.name", topic.name(),
                                    "stockledger.query.lag-max-ms", "4000",
                                    "spring.kafka.bootstrap-servers", "127.0.0.1:1"))) {
                await().until(() -> lagMs(service) > 1_000);
                assertThat(service.get("/v1/inventory/product-0").status()).isEqualTo(200);
                long earlier = lagMs(service);
                await().until(() -> lagMs(service) > earlier + 1_000);
                await().until(
                                () ->
                                        service.get("/actuator/health/readiness").status() == 503
                                                && lagMs(service) > 4_000);
                assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_batch_that_the_database_fails_is_repeated_until_it_succeeds_and_no_event_is_skipped() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        JdbcClient jdbc =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword()));
        var histories = new Histories(4, 10, 4);
        try (TestTopic topic = TestTopic.create(3);
                QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(100));
            service.awaitPosition(100);
            jdbc.sql("ALTER TABLE movements_g1.movements RENAME TO movements_renamed").update();
            topic.publish(histories.next(100));
            await().until(
                            () ->
                                    service.get("/v1/projections")
                                                    .json()
                                                    .path("projections")
                                                    .path(0)
                                                    .path("lagEvents")
                                                    .asLong()
                                            == 100);
            await().until(
                            () ->
                                    service.get("/actuator/prometheus")
                                            .text()
                                            .lines()
                                            .filter(
                                                    l ->
                                                            l.startsWith(
                                                                    "stockledger_projection_batch_failures_total"))
                                            .anyMatch(
                                                    l ->
                                                            !l.endsWith(" 0.0")
                                                                    && !l.endsWith(" 1.0")));
            jdbc.sql("ALTER TABLE movements_g1.movements_renamed RENAME TO movements").update();
            service.awaitPosition(200);
            histories
                    .models()
                    .forEach(
                            model ->
                                    assertThat(
                                                    service.get("/v1/inventory/" + model.productId)
                                                            .json()
                                                            .path("version")
                                                            .asLong())
                                            .isEqualTo(model.version));
        }
    }

    @Test
    void a_held_product_is_shown_until_the_missing_event_is_published_again() {
        List<EventEnvelope> events = new Histories(3, 4, 3).next(80);
        List<EventEnvelope> without = new ArrayList<>(events);
        without.removeIf(e -> e.aggregateId().equals("product-2") && e.sequenceNumber() == 3);
        try (TestTopic topic = TestTopic.create(3);
                QueryService service =
                        QueryService.start(TestStack.shared().newViewsDatabase(), topic.name())) {
            topic.publish(without);
            topic.publishRaw("product-9", "{\"type\": \"from the future\"}");
            await().until(() -> projection(service, 2).path("heldProducts").asLong() == 2);
            await().until(() -> status(service, 0).equals("held"));
            assertThat(projection(service, 0).path("firstHeldProducts"))
                    .anySatisfy(
                            held -> {
                                assertThat(held.path("productId").asString())
                                        .isEqualTo("product-2");
                                assertThat(held.path("expectedSequenceNumber").asLong())
                                        .isEqualTo(3);
                                assertThat(held.path("reason").asString()).contains("event 3");
                            });
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);

            topic.publish(events);
            await().until(() -> projection(service, 0).path("heldProducts").asLong() == 1);
            assertThat(service.get("/v1/inventory/product-2").json().path("version").asLong())
                    .isEqualTo(
                            events.stream()
                                    .filter(e -> e.aggregateId().equals("product-2"))
                                    .count());
        }
    }

    private static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }

    private static long lagMs(QueryService service) {
        return service.get("/v1/projections").number("Stock-Lag-Ms");
    }

    private static String status(QueryService service, int projection) {
        return projection(service, projection).path("status").asString("");
    }

    private static JsonNode projection(QueryService service, int projection) {
        return service.get("/v1/projections").json().path("projections").path(projection);
    }
}
