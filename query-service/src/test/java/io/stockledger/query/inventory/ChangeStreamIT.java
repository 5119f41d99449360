package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.query.changes.ChangeFeed;
import io.stockledger.query.testing.EventStream;
import io.stockledger.query.testing.EventStream.Event;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The server-sent events of {@code GET /v1/inventory-changes}. */
class ChangeStreamIT {

    private static final HandwrittenLog LOG = new HandwrittenLog();

    private static TestTopic topic;
    private static QueryService first;
    private static QueryService second;

    @BeforeAll
    static void start() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        topic = TestTopic.create(3);
        var settings =
                Map.of(
                        "stockledger.topic.name", topic.name(),
                        "stockledger.reads.stream-backlog-max", "1000",
                        "stockledger.reads.stream-heartbeat-ms", "100");
        first = QueryService.start(database, settings);
        second = QueryService.start(database, settings);
        awaitListening(first);
        awaitListening(second);
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
        topic.close();
    }

    @Test
    void every_replica_streams_a_change_with_its_item() {
        try (var here = EventStream.open(first.port(), "", "");
                var there = EventStream.open(second.port(), "", "")) {
            publish(registered("live"), received("live"));
            for (EventStream stream : List.of(here, there)) {
                Event event = stream.await(e -> e.isOf("live", 2));
                assertThat(event.name()).isEqualTo("inventory");
                assertThat(event.json().path("totalStock").asLong()).isEqualTo(11);
                assertThat(event.id()).matches("[0-9a-f]{8}\\.[0-9]+");
            }
        }
    }

    @Test
    void a_stream_of_chosen_products_contains_no_other_product() {
        try (var stream =
                EventStream.open(first.port(), "?productId=chosen-1&productId=chosen%2F2", "")) {
            publish(registered("other"), registered("chosen-1"), registered("chosen/2"));
            stream.await(e -> e.isOf("chosen-1", 1));
            stream.await(e -> e.isOf("chosen/2", 1));
            assertThat(stream.seen()).noneMatch(e -> e.isOf("other", 1));
        }
    }

    @Test
    void a_reader_that_resumes_on_another_replica_gets_the_changes_that_it_missed() {
        publish(registered("away-1"), registered("away-2"), registered("away-3"));
        String lastEventId;
        try (var stream = EventStream.open(first.port(), "", "")) {
            publish(received("away-1"));
            lastEventId = stream.await(e -> e.isOf("away-1", 2)).id();
        }
        publish(received("away-2"), received("away-2"), received("away-3"));
        try (var stream = EventStream.open(second.port(), "", lastEventId)) {
            stream.await(e -> e.isOf("away-2", 3));
            stream.await(e -> e.isOf("away-3", 2));
            publish(received("away-1"));
            stream.await(e -> e.isOf("away-1", 3));
            assertThat(stream.seen()).noneMatch(e -> e.name().equals("reset"));
        }
    }

    @Test
    void a_stream_without_changes_sends_heartbeats_with_the_id_to_resume_from() {
        publish(registered("idle"));
        try (var stream = EventStream.open(first.port(), "?productId=no-changes", "")) {
            stream.awaitComment("heartbeat");
            assertThat(stream.lastId()).matches("[0-9a-f]{8}\\.[0-9]+");
            assertThat(stream.seen()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0f3a91bc.1", "ffffffff.999999999"})
    void a_stream_after_the_event_id_of_another_database_begins_with_a_reset(String foreign) {
        try (var stream = EventStream.open(first.port(), "", foreign)) {
            stream.await(e -> e.name().equals("reset"));
        }
    }

    @Test
    void a_stream_after_a_future_or_deleted_event_id_begins_with_a_reset() {
        publish(registered("ids"));
        String id;
        try (var stream = EventStream.open(first.port(), "", "")) {
            publish(received("ids"));
            id = stream.await(e -> e.isOf("ids", 2)).id();
        }
        String feedId = id.substring(0, 8);
        try (var stream = EventStream.open(first.port(), "", feedId + ".999999999")) {
            stream.await(e -> e.name().equals("reset"));
        }
        first.context()
                .getBean(JdbcClient.class)
                .sql("DELETE FROM changes WHERE number <= 1")
                .update();
        try (var stream = EventStream.open(first.port(), "", feedId + ".0")) {
            stream.await(e -> e.name().equals("reset"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0f3a91bc.", "0f3a91bc.-1", "0f3a91bc.1x", "nonsense"})
    void an_invalid_last_event_id_is_refused_and_named(String garbage) {
        first.get("/v1/inventory-changes", "Last-Event-ID", garbage)
                .assertMalformed("Last-Event-ID");
    }

    @Test
    void a_malformed_or_unknown_parameter_is_refused() {
        first.get("/v1/inventory-changes?productId=").assertMalformed("productId");
        first.get("/v1/inventory-changes?product=x").assertMalformed("product");
    }

    @Test
    void an_answer_to_head_has_the_headers_of_a_stream_and_states_no_length() {
        Answer head = first.call("HEAD", "/v1/inventory-changes");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(head.header("Content-Length")).isEmpty();
    }

    @Test
    void a_stream_beyond_the_limit_is_refused_as_overloaded_with_retry_after() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        try (QueryService small =
                QueryService.start(
                        database,
                        Map.of(
                                "stockledger.topic.name", topic.name(),
                                "stockledger.reads.streams-max", "2",
                                "stockledger.reads.stream-heartbeat-ms", "50"))) {
            awaitListening(small);
            EventStream other = EventStream.open(small.port(), "", "");
            EventStream one = EventStream.open(small.port(), "", "");
            Answer refused = small.get("/v1/inventory-changes");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isNotEmpty();

            one.close();
            // A heartbeat finds that the connection is closed and frees the place.
            EventStream.awaitOpen(small.port()).close();
            other.close();
        }
    }

    @Test
    void a_reader_that_falls_too_far_behind_gets_a_dropped_event_and_its_stream_ends() {
        try (var slow = EventStream.openUnread(first.port())) {
            slow.awaitBegin();
            // More bytes than the buffers of the connection hold, so that the service has to wait.
            publish(
                    IntStream.range(0, 400)
                            .mapToObj(i -> "large-" + i)
                            .map(id -> registered(id, "x".repeat(20_000)))
                            .toArray(InventoryEvent[]::new));
            for (int round = 0; round < 3; round++) {
                int of = round;
                publish(
                        IntStream.range(0, 600)
                                .mapToObj(i -> registered("behind-" + of + "-" + i))
                                .toArray(InventoryEvent[]::new));
                first.awaitPosition(LOG.events().size());
            }
            Thread.ofVirtual().start(slow::read);
            Event dropped = slow.await(e -> e.name().equals("dropped"));
            assertThat(dropped.id()).matches("[0-9a-f]{8}\\.[0-9]+");
            slow.awaitEnd();
        }
    }

    @Test
    void a_stop_of_the_service_ends_the_open_streams() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        QueryService stopping = QueryService.start(database, topic.name());
        awaitListening(stopping);
        try (var stream = EventStream.open(stopping.port(), "", "")) {
            long start = System.nanoTime();
            stopping.close();
            stream.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    /** A replica accepts streams as soon as it receives change notifications. */
    private static void awaitListening(QueryService service) {
        ChangeFeed feed = service.context().getBean(ChangeFeed.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(feed::isListening);
    }

    private static InventoryEvent registered(String productId) {
        return registered(productId, productId);
    }

    private static InventoryEvent registered(String productId, String name) {
        return new ProductRegistered(productId, name, productId, 10, "main");
    }

    private static InventoryEvent received(String productId) {
        return new StockReceived(productId, "main", 1, "delivery");
    }

    private static synchronized void publish(InventoryEvent... events) {
        int before = LOG.events().size();
        for (InventoryEvent event : events) {
            LOG.add(event);
        }
        topic.publish(List.copyOf(LOG.events().subList(before, LOG.events().size())));
    }
}
