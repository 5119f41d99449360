package io.stockledger.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Freshness while the relay is frozen, halted or contradicted by records of others. */
class RelayFaultsIT {

    private static final long LAG_MS_MAX = 3_000;

    private final Histories histories = new Histories(51, 10, 4);
    private final TestTopic topic = TestTopic.create(3);
    private QueryService service;

    @BeforeEach
    void begin() {
        service =
                QueryService.start(
                        TestStack.shared().newViewsDatabase(),
                        Map.of(
                                "stockledger.topic.name",
                                topic.name(),
                                "stockledger.query.lag-max-ms",
                                Long.toString(LAG_MS_MAX)));
        topic.publish(histories.next(100));
        service.awaitPosition(100);
        service.awaitReady();
    }

    @AfterEach
    void end() {
        service.close();
        topic.close();
    }

    @Test
    void without_heartbeats_the_lag_grows_until_the_replica_is_not_ready() {
        await().until(() -> lagMs() < 2_000);
        topic.stopHeart();
        await().until(() -> status().equals("no-heartbeat"));
        long before = lagMs();
        topic.publish(histories.next(50));
        await().until(
                        () -> {
                            long now = lagMs();
                            assertThat(now).as("it never goes back").isGreaterThanOrEqualTo(before);
                            return now > LAG_MS_MAX && !isReady();
                        });
        assertThat(service.get("/v1/inventory").number("Stock-Position")).isEqualTo(100);
        assertThat(projections().path("heartbeat").path("ageMs").asLong()).isGreaterThan(2_000);

        topic.startHeart();
        service.awaitReady();
        service.awaitPosition(150);
        await().until(() -> lagMs() < 1_000 && status().equals("live"));
    }

    @Test
    void events_that_the_relay_has_not_published_yet_count_as_lag() {
        List<EventEnvelope> waiting = histories.next(30);
        topic.append(waiting);
        await().until(
                        () ->
                                projections().path("projections").path(0).path("lagEvents").asLong()
                                        == 30);
        assertThat(service.get("/v1/inventory").number("Stock-Position")).isEqualTo(100);
        await().until(() -> !isReady());
        topic.publish(waiting);
        service.awaitPosition(130);
        service.awaitReady();
    }

    @Test
    void while_the_log_is_halted_the_replica_is_not_ready_and_names_the_reason() {
        topic.halt("the log was restored");
        await().until(() -> status().equals("log-halted"));
        assertThat(isReady()).isFalse();
        assertThat(service.get("/actuator/health/readiness").text())
                .contains("the log was restored");
        assertThat(service.get("/v1/inventory/product-0").status()).isEqualTo(200);
        topic.halt(null);
        service.awaitReady();
        await().until(() -> status().equals("live"));
    }

    @Test
    void forged_records_and_heartbeats_change_neither_position_nor_lag() {
        EventEnvelope last = histories.next(1).getFirst();
        var forged =
                new EventEnvelope(
                        new UUID(6, 6),
                        last.aggregateId(),
                        EventEnvelope.INVENTORY,
                        1,
                        1_000_000_000,
                        last.occurredAt(),
                        last.payload(),
                        last.metadata());
        TestTopic.TestRecord record =
                topic.record(last.aggregateId(), EventJson.writeEnvelope(forged));
        topic.publishRaw(record);
        topic.publishRaw(record.with(EventTopic.HEADER_POSITION, Long.MAX_VALUE));
        topic.publishRaw(record.with(EventTopic.HEADER_POSITION, 1_000_000_001));
        topic.publishRaw(record.with(EventTopic.HEADER_POSITION, "12x"));
        topic.publishRaw(
                record.with(EventTopic.HEADER_POSITION, 1_000_000_000)
                        .with(EventTopic.HEADER_PREVIOUS_POSITION, 0)
                        .with(EventTopic.HEADER_EPOCH, topic.epoch().id()));
        topic.beat("no heartbeat".getBytes(StandardCharsets.UTF_8));
        topic.beat(forged(topic.heartbeat(), 0, topic.epoch()).toJson());
        topic.beat(forged(topic.heartbeat(), 9, new LogEpoch(UUID.randomUUID(), 1)).toJson());
        topic.publish(List.of(last));
        service.awaitPosition(101);
        await().until(() -> lagMs() < 1_000);
        assertThat(service.get("/v1/inventory").number("Stock-Position")).isEqualTo(101);
        service.awaitReady();
    }

    private static Heartbeat forged(Heartbeat heartbeat, long term, LogEpoch epoch) {
        return new Heartbeat(
                epoch,
                term,
                heartbeat.topicId(),
                1_000_000,
                1_000_000,
                null,
                Instant.now(),
                Instant.now(),
                heartbeat.lastPositions(),
                null);
    }

    private long lagMs() {
        return service.get("/v1/projections").number("Stock-Lag-Ms");
    }

    private String status() {
        return projections().path("projections").path(0).path("status").asString("");
    }

    private JsonNode projections() {
        return service.get("/v1/projections").json();
    }

    private boolean isReady() {
        return service.get("/actuator/health/readiness").status() == 200;
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }
}
