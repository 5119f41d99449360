package io.stockledger.query.inventory.cache;

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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import javax.sql.DataSource;

/** The inventory cache never serves an answer that is older than one served before. */
class InventoryCacheIT {

    private static final HandwrittenLog LOG = new HandwrittenLog();

    private static TestDatabase database;
    private static DataSource connections;
    private static TestTopic topic;
    private static QueryService projecting;

    /** Only receives change notifications: its consumers read another topic, which is empty. */
    private static QueryService reading;

    private static TestTopic emptyTopic;

    @BeforeAll
    static void start() {
        database = TestStack.shared().newViewsDatabase();
        connections =
                new DriverManagerDataSource(
                        database.jdbcUrl(),
                        database.applicationUser(),
                        database.applicationPassword());
        topic = TestTopic.create(3);
        emptyTopic = TestTopic.create(1);
        projecting = QueryService.start(database, topic.name());
        reading =
                QueryService.start(
                        database,
                        Map.of(
                                "stockledger.topic.name",
                                emptyTopic.name(),
                                "stockledger.query.group-id",
                                database.name() + "-reading",
                                "stockledger.reads.cache-age-max-ms",
                                "600000",
                                "stockledger.query.read-timeout-max-seconds",
                                "25"));
    }

    @AfterAll
    static void stop() {
        reading.close();
        projecting.close();
        emptyTopic.close();
        topic.close();
    }

    @Test
    void a_product_is_answered_from_memory_until_another_replica_projects_a_change() {
        publish(registered("mug"));
        awaitInMemory("mug", 1);
        long misses = counter(reading, "misses");
        for (int i = 0; i < 10; i++) {
            assertThat(version(reading, "mug")).isEqualTo(1);
        }
        assertThat(counter(reading, "misses")).isEqualTo(misses);

        publish(received("mug"));
        awaitVersion(reading, "mug", 2);
        assertThat(reading.get("/v1/inventory/mug").json().path("totalStock").asLong())
                .isEqualTo(11);
    }

    @Test
    void no_stale_answer_is_served_after_the_listener_connection_is_killed() {
        publish(registered("killed"));
        awaitInMemory("killed", 1);
        for (int round = 0; round < 5; round++) {
            long before = counter(reading, "reconnects");
            // The change and the loss of the connection are concurrent: either may be noticed
            // first.
            try (var threads = Executors.newSingleThreadExecutor()) {
                var _ = threads.submit(InventoryCacheIT::killListeners);
                publish(received("killed"));
            }
            long version = round + 2L;
            awaitVersion(projecting, "killed", version);
            awaitVersion(reading, "killed", version);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> counter(reading, "reconnects") > before);
        }
    }

    @Test
    void a_change_without_a_notification_is_served_after_the_listener_has_reconnected()
            throws SQLException {
        publish(registered("lost"));
        awaitInMemory("lost", 1);
        // A row that is updated directly represents a change whose notification was lost.
        update("UPDATE inventory_g1.inventory_view SET name = 'changed' WHERE product_id = 'lost'");
        assertThat(name(reading, "lost")).isNotEqualTo("changed");
        long before = counter(reading, "reconnects");
        killListeners();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> counter(reading, "reconnects") > before);
        assertThat(name(reading, "lost")).isEqualTo("changed");
    }

    @Test
    void a_hundred_concurrent_reads_of_an_uncached_product_share_one_query() throws Exception {
        publish(registered("crowd"));
        awaitVersion(projecting, "crowd", 1);
        assertThat(queriesOfConcurrentReads(Collections.nCopies(100, "crowd"))).isEqualTo(1);
    }

    @Test
    void concurrent_reads_of_a_hundred_uncached_products_share_a_few_queries() throws Exception {
        List<String> productIds = IntStream.range(0, 100).mapToObj(i -> "many-" + i).toList();
        productIds.forEach(productId -> publish(registered(productId)));
        productIds.forEach(productId -> awaitVersion(projecting, productId, 1));
        assertThat(queriesOfConcurrentReads(productIds)).isBetween(1L, 4L);
    }

    /** The number of queries of reads that all arrive while the view is locked. */
    private static long queriesOfConcurrentReads(List<String> productIds) throws Exception {
        // A notification that arrives later would separate the reads before it from those after.
        awaitNotifications();
        try (Connection locking = connections.getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            locking.setAutoCommit(false);
            // The queries wait for this lock until all reads have arrived.
            execute(locking, "LOCK TABLE inventory_g1.inventory_view IN ACCESS EXCLUSIVE MODE");
            long misses = counter(reading, "misses");
            var answers = new ArrayList<Future<Answer>>();
            for (String productId : productIds) {
                answers.add(threads.submit(() -> reading.get("/v1/inventory/" + productId)));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> counter(reading, "misses") >= misses + productIds.size());
            // The last read is counted before its query reaches the database.
            long queries =
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(20))
                            .until(
                                    InventoryCacheIT::queriesWaitingForTheLock,
                                    waiting -> waiting > 0);
            locking.rollback();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().json().path("productId").asString())
                        .isEqualTo(productIds.get(i));
            }
            return queries;
        }
    }

    @Test
    void a_reader_never_gets_an_older_version_than_one_answered_before() throws Exception {
        publish(registered("race"));
        awaitVersion(reading, "race", 1);
        var highest = new AtomicLong();
        var stop = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> reader =
                    () -> {
                        while (!stop.get()) {
                            long seenBefore = highest.get();
                            long version = version(reading, "race");
                            assertThat(version).isGreaterThanOrEqualTo(seenBefore);
                            highest.accumulateAndGet(version, Math::max);
                        }
                        return null;
                    };
            var readers = new ArrayList<Future<Void>>();
            for (int i = 0; i < 8; i++) {
                readers.add(threads.submit(reader));
            }
            for (int i = 0; i < 200; i++) {
                publish(received("race"));
                if (i % 50 == 25) {
                    killListeners();
                }
            }
            awaitVersion(reading, "race", 201);
            stop.set(true);
            for (Future<Void> future : readers) {
                future.get();
            }
        }
    }

    @Test
    void a_lookup_reads_only_the_products_that_are_not_in_memory() {
        publish(registered("look-1"), registered("look-2"), registered("look-3"));
        awaitVersion(reading, "look-3", 1);
        awaitVersion(reading, "look-2", 1);
        awaitInMemory("look-1", 1);
        reading.context().getBean(InventoryCache.class).everythingChanged();
        awaitInMemory("look-1", 1);
        long hits = counter(reading, "hits");
        long misses = counter(reading, "misses");
        Answer answer = lookUp("look-2", "nil", "look-1", "look-2");
        assertThat(answer.json().path("items").findValuesAsString("productId"))
                .containsExactly("look-2", "look-1", "look-2");
        assertThat(answer.json().path("missing").path(0).asString()).isEqualTo("nil");
        assertThat(counter(reading, "misses") - misses).isEqualTo(2);
        assertThat(counter(reading, "hits") - hits).isEqualTo(1);

        lookUp("look-2", "look-1");
        assertThat(counter(reading, "misses") - misses).isEqualTo(2);
        assertThat(lookUp("nil").text()).isEqualTo("{\"items\":[],\"missing\":[\"nil\"]}");
    }

    @Test
    void if_none_match_with_the_cached_version_is_answered_304_without_a_body() {
        publish(registered("same"));
        awaitVersion(reading, "same", 1);
        Answer answer = reading.get("/v1/inventory/same", "If-None-Match", "\"1\"");
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void an_answer_304_does_not_state_a_length_that_the_item_does_not_have() {
        publish(registered("long"));
        awaitVersion(reading, "long", 1);
        Answer answer = reading.get("/v1/inventory/long", "If-None-Match", "\"1\"");
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("Content-Length")).isEmpty();
    }

    private static Answer lookUp(String... productIds) {
        return reading.post(
                "/v1/inventory-lookups",
                "application/json",
                "{\"productIds\": [\"" + String.join("\", \"", productIds) + "\"]}");
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

    private static void awaitVersion(QueryService service, String productId, long version) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> version(service, productId) == version);
    }

    /** Waits until an answer is in memory that no notification of an earlier change drops. */
    private static void awaitInMemory(String productId, long version) {
        awaitVersion(reading, productId, version);
        awaitNotifications();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            long hits = counter(reading, "hits");
                            return version(reading, productId) == version
                                    && counter(reading, "hits") > hits;
                        });
    }

    /** Waits until the reading replica knows every change that was committed before the call. */
    private static void awaitNotifications() {
        long number =
                JdbcClient.create(connections)
                        .sql("SELECT number FROM change_head")
                        .query(Long.class)
                        .single();
        ChangeFeed feed = reading.context().getBean(ChangeFeed.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> feed.isListening() && feed.head().number() >= number);
    }

    private static long version(QueryService service, String productId) {
        return service.get("/v1/inventory/" + productId).json().path("version").asLong(0);
    }

    private static String name(QueryService service, String productId) {
        return service.get("/v1/inventory/" + productId).json().path("name").asString();
    }

    /** A counter of the cache or the change feed. */
    private static long counter(QueryService service, String name) {
        return service.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(
                        line ->
                                line.matches(
                                        "stockledger_(inventory_cache|change_feed)_"
                                                + name
                                                + "_total.*"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static long queriesWaitingForTheLock() {
        return JdbcClient.create(connections)
                .sql(
                        """
                        SELECT count(*) FROM pg_locks l
                        JOIN pg_stat_activity a USING (pid)
                        WHERE NOT l.granted AND l.relation = 'inventory_g1.inventory_view'::regclass
                            AND a.application_name = 'stockledger-query-reads'
                            AND l.database =
                                (SELECT oid FROM pg_database WHERE datname = current_database())
                        """)
                .query(Long.class)
                .single();
    }

    private static void killListeners() {
        JdbcClient.create(connections)
                .sql(
                        """
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE application_name = 'stockledger-query-changes'
                            AND datname = current_database()
                        """)
                .query(Long.class)
                .single();
    }

    private static void update(String sql) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
