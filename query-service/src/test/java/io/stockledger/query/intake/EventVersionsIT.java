package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventTopic;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.query.testing.AmountUpcaster;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Records of events that other versions of the command service have written. {@link AmountUpcaster}
 * is the upcaster of the earlier version.
 */
class EventVersionsIT {

    private static final List<EventEnvelope> EVENTS =
            new HandwrittenLog()
                    .add(new ProductRegistered("mug", "Mug", "m", 10, "main"))
                    .add(new StockReceived("mug", "main", 5, "delivery"))
                    .add(new StockReceived("mug", "main", 1, "delivery"))
                    .events();

    private final TestDatabase database = TestStack.shared().newViewsDatabase();
    private final TestTopic topic = TestTopic.create(3);
    private QueryService service;

    @BeforeEach
    void start() {
        service = QueryService.start(database, topic.name());
        topic.publish(EVENTS.subList(0, 1));
    }

    @AfterEach
    void stop() {
        service.close();
        topic.close();
    }

    @Test
    void an_event_of_an_earlier_version_is_read_by_upcasting() {
        String earlier =
                EventJson.writeEnvelope(EVENTS.get(1)).replace("\"quantity\":5", "\"amount\":5");

        publish(EVENTS.get(1), earlier, "io.stockledger.StockReceived.v0");

        await().until(() -> mug().path("version").asLong() == 2);
        assertThat(mug().path("totalStock").asLong()).isEqualTo(15);
        assertThat(mug().has("held")).isFalse();
        assertThat(service.get("/v1/dead-letters").json().path("items")).isEmpty();
        JsonNode movement =
                service.get("/v1/inventory/mug/movements").json().path("movements").path(1);
        assertThat(movement.path("quantity").asLong()).as("%s", movement).isEqualTo(5);
    }

    @Test
    void an_event_of_a_newer_type_holds_its_product_and_heals_with_the_upgrade_without_a_person() {
        String present = EventJson.writeEnvelope(EVENTS.get(1));
        String newer = present.replace("\"type\":\"StockReceived\"", "\"type\":\"StockRecounted\"");

        publish(EVENTS.get(1), newer, "io.stockledger.StockRecounted.v1");

        await().until(() -> mug().path("held").asBoolean(false));
        assertThat(mug().path("version").asLong()).isEqualTo(1);
        assertCause("the event type 'StockRecounted' is unknown");
        topic.publish(EVENTS.subList(2, 3));
        assertThat(service.get("/v1/inventory/mug").number("Stock-Position"))
                .isLessThanOrEqualTo(1);
        assertThat(mug().path("version").asLong()).isEqualTo(1);

        upgrade(present);

        await().until(() -> mug().path("version").asLong() >= 2);
        publishRequested();
        await().until(() -> mug().path("version").asLong() == 3 && !mug().has("held"));
        assertThat(mug().path("totalStock").asLong()).isEqualTo(16);
        // The letter is removed after its event is applied.
        await().until(() -> service.get("/v1/dead-letters").json().path("items").isEmpty());
    }

    @Test
    void a_newer_version_of_a_known_type_holds_its_product() {
        publish(
                EVENTS.get(1),
                EventJson.writeEnvelope(EVENTS.get(1)),
                "io.stockledger.StockReceived.v2");

        await().until(() -> mug().path("held").asBoolean(false));
        assertThat(mug().path("totalStock").asLong()).isEqualTo(10);
        assertCause("version 2 of the event type 'StockReceived' is unknown");
    }

    /** Publishes the record of an event as the relay does, with another content. */
    private void publish(EventEnvelope event, String value, String cloudEventsType) {
        topic.lose(List.of(event));
        topic.publishRaw(
                topic.record(event.aggregateId(), value)
                        .with(EventTopic.HEADER_TYPE, cloudEventsType)
                        .with(EventTopic.HEADER_POSITION, event.position())
                        .with(EventTopic.HEADER_PREVIOUS_POSITION, event.position() - 1)
                        .with(EventTopic.HEADER_EPOCH, topic.epoch().id()));
    }

    /**
     * Starts the service again. The kept record has the type that this code knows, as if the code
     * were that of the newer version.
     */
    private void upgrade(String readable) {
        service.close();
        JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword()))
                .sql(
                        """
                        UPDATE dead_letters SET record_value = ?, headers = replace(headers, ?, ?)
                        """)
                .params(
                        readable.getBytes(UTF_8),
                        base64("io.stockledger.StockRecounted.v1"),
                        base64("io.stockledger.StockReceived.v1"))
                .update();
        service = QueryService.start(database, topic.name());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /**
     * Publishes again, as the relay does when a replica requests missing events. A replica that
     * reads event 3 only after the upgrade misses none.
     */
    private void publishRequested() {
        await().until(
                        () ->
                                mug().path("version").asLong() == 3
                                        || topic.repairRequests().stream()
                                                .anyMatch(each -> each.toString().contains("mug")));
        topic.publish(EVENTS.subList(1, 3));
    }

    private void assertCause(String cause) {
        assertThat(service.get("/v1/dead-letters").json().path("items"))
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.path("cause").asString())
                                        .contains(cause, "was written by a newer version"));
    }

    private JsonNode mug() {
        return service.get("/v1/inventory/mug").json();
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50));
    }
}
