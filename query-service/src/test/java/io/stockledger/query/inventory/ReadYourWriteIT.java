package io.stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.query.changes.ChangeFeed;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A read with {@code minVersion} and {@code waitMs} waits for the version of its product. */
class ReadYourWriteIT {

    private static final int WAITERS = 2_000;

    /** The longest wait that the service allows. */
    private static final int WAIT_MS = 30_000;

    private static final HandwrittenLog LOG = new HandwrittenLog();

    private static TestTopic topic;
    private static QueryService service;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        topic = TestTopic.create(3);
        service = QueryService.start(database, topic.name());
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @AfterAll
    static void stop() {
        threads.close();
        service.close();
        topic.close();
    }

    @Test
    void a_version_that_the_view_already_has_is_answered_at_once() {
        publish(registered("there"));
        assertThat(get("there", 1, WAIT_MS).status()).isEqualTo(200);
        Answer answer = service.get("/v1/inventory/there?minVersion=1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(service.get("/v1/inventory/there?minVersion=0").status()).isEqualTo(200);
    }

    @Test
    void a_waiting_read_is_answered_when_its_version_arrives() throws Exception {
        publish(registered("soon"));
        Future<Answer> waiting = threads.submit(() -> get("soon", 3, WAIT_MS));
        Future<Answer> ofUnknown = threads.submit(() -> get("later", 1, WAIT_MS));
        awaitWaiting(2);
        publish(received("soon"), received("soon"), registered("later"));
        assertThat(waiting.get().status()).isEqualTo(200);
        assertThat(waiting.get().json().path("version").asLong()).isEqualTo(3);
        assertThat(ofUnknown.get().json().path("version").asLong()).isEqualTo(1);
    }

    @Test
    void a_version_that_does_not_arrive_in_time_is_a_503_with_the_current_version() {
        publish(registered("never"));
        assertThat(get("never", 1, WAIT_MS).status()).isEqualTo(200);
        for (Answer answer : List.of(get("never", 1_000_000_000, 50), get("never", 2, 0))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("not-yet-visible");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json().path("version").asLong(-1)).isEqualTo(1);
        }
    }

    @Test
    void an_unknown_product_has_version_0_and_is_not_found_if_min_version_is_0() {
        Answer answer = service.get("/v1/inventory/nil?minVersion=1");
        assertThat(answer.problem()).isEqualTo("not-yet-visible");
        assertThat(answer.json().path("version").asLong(-1)).isZero();
        assertThat(service.get("/v1/inventory/nil?minVersion=0").problem())
                .isEqualTo("product-not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "minVersion=-1, minVersion",
        "minVersion=9007199254740992, minVersion",
        "minVersion=x, minVersion",
        "minVersion=1&minVersion=2, minVersion",
        "minVersion=1&waitMs=-1, waitMs",
        "minVersion=1&waitMs=30001, waitMs",
        "waitMs=5, waitMs"
    })
    void an_invalid_min_version_or_wait_is_refused_and_named(String query, String field) {
        service.get("/v1/inventory/nil?" + query).assertMalformed(field);
    }

    @Test
    void a_waiting_read_is_answered_although_the_listener_connection_is_killed() throws Exception {
        publish(registered("woken"));
        assertThat(get("woken", 1, WAIT_MS).status()).isEqualTo(200);
        for (int version = 2; version < 6; version++) {
            int wanted = version;
            Future<Answer> waiting = threads.submit(() -> get("woken", wanted, WAIT_MS));
            awaitWaiting(1);
            Future<?> killed = threads.submit(ReadYourWriteIT::killListeners);
            publish(received("woken"));
            killed.get();
            assertThat(waiting.get().status()).isEqualTo(200);
        }
    }

    @Test
    void two_thousand_waiting_reads_use_no_platform_threads_and_no_connections() throws Exception {
        publish(registered("crowd"));
        assertThat(get("crowd", 1, WAIT_MS).status()).isEqualTo(200);
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        var waiting = new ArrayList<Future<Answer>>();
        for (int i = 0; i < WAITERS; i++) {
            waiting.add(threads.submit(() -> get("crowd", 2, WAIT_MS)));
        }
        awaitWaiting(WAITERS);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before).isLessThan(100);
        // The ten connections of the pool are free for other reads.
        assertThat(service.get("/v1/inventory?limit=1").status()).isEqualTo(200);
        publish(received("crowd"));
        for (Future<Answer> answer : waiting) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
    }

    private static Answer get(String productId, long minVersion, long waitMs) {
        return service.get(
                "/v1/inventory/" + productId + "?minVersion=" + minVersion + "&waitMs=" + waitMs);
    }

    private static void awaitWaiting(int count) {
        ChangeFeed feed = service.context().getBean(ChangeFeed.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> feed.signals().waiting() == count);
    }

    private static void killListeners() {
        service.context()
                .getBean(JdbcClient.class)
                .sql(
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE application_name = 'stockledger-query-changes'
                            AND datname = current_database()
                        """)
                .query(Long.class)
                .single();
    }

    private static InventoryEvent registered(String productId) {
        return new ProductRegistered(productId, productId, productId, 10, "main");
    }

    private static InventoryEvent received(String productId) {
        return new StockReceived(productId, "main", 1, "delivery");
    }

    private static void publish(InventoryEvent... events) {
        int before = LOG.events().size();
        for (InventoryEvent event : events) {
            LOG.add(event);
        }
        topic.publish(List.copyOf(LOG.events().subList(before, LOG.events().size())));
    }
}
