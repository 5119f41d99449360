package io.stockledger.query.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.inventory.projection.InventoryProjection;
import io.stockledger.query.testing.Histories;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class BatchProjectorIT {

    private static final int READ_MODELS = 4;
    private static final int EVENTS = 600;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20260301})
    void a_batch_that_is_projected_twice_or_split_anywhere_gives_the_same_rows(long seed)
            throws SQLException {
        List<EventEnvelope> events = new Histories(seed, 25, 8).next(EVENTS);
        try (var whole = new ViewTables();
                var twice = new ViewTables();
                var split = new ViewTables()) {
            project(whole, Batches.of(events));
            Map<String, List<String>> expected = whole.rows();
            assertThat(expected.get("movements")).hasSize(EVENTS);
            assertThat(expected.get("held_products")).isEmpty();
            assertThat(expected.get("reservations"))
                    .as("open lines that expire")
                    .anyMatch(line -> line.contains(",open,\"2026-"));

            project(twice, Batches.of(events));
            project(twice, Batches.of(events));
            project(twice, Batches.of(events.subList(EVENTS / 3, EVENTS)));
            assertThat(twice.rows()).as("twice, seed %s", seed).isEqualTo(expected);

            for (TopicBatch batch : Batches.cut(events, new Random(seed), 60)) {
                project(split, batch);
            }
            assertThat(split.rows()).as("split, seed %s", seed).isEqualTo(expected);
        }
    }

    @Test
    void two_consumers_that_project_the_same_events_at_the_same_time_give_the_same_rows()
            throws Exception {
        List<EventEnvelope> events = new Histories(5, 25, 8).next(EVENTS);
        try (var alone = new ViewTables();
                var both = new ViewTables();
                var threads = Executors.newFixedThreadPool(2)) {
            project(alone, Batches.of(events));

            // Each splits the log in another way, so that both project new products, repeats, and
            // events that only one of them has received so far.
            List<TopicBatch> first = Batches.cut(events, new Random(1), 40);
            List<TopicBatch> second = Batches.cut(events, new Random(2), 40);
            int rounds = Math.max(first.size(), second.size());
            var barrier = new CyclicBarrier(2);
            Future<?> one = threads.submit(() -> inStep(both, first, rounds, barrier));
            Future<?> other = threads.submit(() -> inStep(both, second, rounds, barrier));
            one.get();
            other.get();
            assertThat(both.rows()).isEqualTo(alone.rows());
        }
    }

    private static Void inStep(
            ViewTables tables, List<TopicBatch> batches, int rounds, CyclicBarrier barrier)
            throws Exception {
        BatchProjector projector = tables.projector();
        for (int round = 0; round < rounds; round++) {
            barrier.await();
            if (round < batches.size()) {
                projector.project(batches.get(round), Batches.TOPIC_ID);
            }
        }
        return null;
    }

    @Test
    void a_new_product_that_two_consumers_receive_at_the_same_time_is_applied_by_one_of_them()
            throws Exception {
        List<EventEnvelope> events = new Histories(9, 1, 3).next(20);
        try (var alone = new ViewTables();
                var both = new ViewTables();
                var threads = Executors.newSingleThreadExecutor();
                Connection other = both.dataSource().getConnection()) {
            project(alone, Batches.of(events));

            // The other consumer has inserted the product and has not committed yet.
            other.setAutoCommit(false);
            try (var insert =
                    other.prepareStatement(
                            "INSERT INTO inventory_view (product_id) VALUES ('product-0')")) {
                insert.executeUpdate();
            }
            Future<?> waiting =
                    threads.submit(
                            () -> both.projector().project(Batches.of(events), Batches.TOPIC_ID));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isWaitingForLock(both));
            other.rollback();
            waiting.get();
            assertThat(both.rows()).isEqualTo(alone.rows());
        }
    }

    @Test
    void a_consumer_that_is_behind_another_never_restores_an_older_row() throws Exception {
        List<EventEnvelope> events = new Histories(9, 1, 3).next(20);
        var all = new TreeMap<>(Map.of("product-0", events));
        try (var tables = new ViewTables();
                var threads = Executors.newSingleThreadExecutor();
                Connection slower = tables.dataSource().getConnection()) {
            project(tables, Batches.of(events.subList(0, 5)));

            // The slower one has read its rows and has not written them yet.
            slower.setAutoCommit(false);
            Pass pass = new InventoryProjection().open(slower, all);
            Future<?> faster =
                    threads.submit(
                            () -> tables.projector().project(Batches.of(events), Batches.TOPIC_ID));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> isWaitingForLock(tables) || faster.isDone());
            for (EventEnvelope event : events.subList(5, 10)) {
                pass.apply(event);
            }
            pass.write();
            slower.commit();
            faster.get();
            assertThat(version(tables, "product-0")).isEqualTo(20);
        }
    }

    private static boolean isWaitingForLock(ViewTables tables) {
        return tables.jdbc()
                        .sql(
                                """
                                SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event_type = 'Lock'
                                """)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Test
    void a_gap_holds_only_its_product_until_the_missing_event_is_published_again()
            throws SQLException {
        List<EventEnvelope> events = new Histories(3, 10, 5).next(300);
        EventEnvelope missing =
                events.stream()
                        .filter(e -> e.aggregateId().equals("product-4"))
                        .filter(e -> e.sequenceNumber() == 5)
                        .findFirst()
                        .orElseThrow();
        List<EventEnvelope> without = new ArrayList<>(events);
        without.remove(missing);
        try (var whole = new ViewTables();
                var gapped = new ViewTables()) {
            project(whole, Batches.of(events));
            for (TopicBatch batch : Batches.cut(without, new Random(3), 30)) {
                project(gapped, batch);
            }
            assertThat(held(gapped))
                    .hasSize(READ_MODELS)
                    .allMatch(row -> row.contains("product-4 5 "));
            assertThat(version(gapped, "product-4")).isEqualTo(4);
            assertThat(differing(whole, gapped)).containsExactly("product-4");

            // The relay is set back to the missing event and publishes it and all later ones again.
            project(gapped, Batches.of(events.subList(events.indexOf(missing), events.size())));
            assertThat(held(gapped)).isEmpty();
            assertThat(gapped.rows()).isEqualTo(whole.rows());
        }
    }

    @Test
    void a_product_whose_first_events_are_missing_is_held_and_has_no_row() throws SQLException {
        List<EventEnvelope> events = new Histories(4, 1, 3).next(10);
        try (var whole = new ViewTables();
                var late = new ViewTables()) {
            project(whole, Batches.of(events));
            project(late, Batches.of(events.subList(4, 10)));
            assertThat(late.rows().get("inventory_view")).isEmpty();
            assertThat(late.rows().get("movement_heads")).isEmpty();
            assertThat(late.rows().get("reservation_heads")).isEmpty();
            assertThat(held(late))
                    .hasSize(READ_MODELS)
                    .allMatch(row -> row.contains("product-0 1 10 "));

            project(late, Batches.of(events.subList(0, 4)));
            assertThat(held(late)).allMatch(row -> row.contains("product-0 5 10 "));
            project(late, Batches.of(events));
            assertThat(late.rows()).isEqualTo(whole.rows());
        }
    }

    @Test
    void an_unreadable_record_holds_only_its_product_and_the_batch_is_projected()
            throws SQLException {
        List<EventEnvelope> events = new Histories(6, 3, 3).next(30);
        try (var tables = new ViewTables()) {
            var records = new ArrayList<>(Batches.records(events));
            records.add(Batches.record(31, "product-1", "not json at all"));
            TopicBatch batch = RecordReader.read(records);
            project(tables, batch);
            Map<String, List<String>> once = tables.rows();
            assertThat(held(tables))
                    .hasSize(READ_MODELS)
                    .allMatch(row -> row.contains("product-1"));
            assertThat(once.get("movements")).hasSize(30);

            project(tables, batch);
            assertThat(tables.rows()).isEqualTo(once);
        }
    }

    @Test
    void an_unreadable_record_that_is_received_again_does_not_hold_a_product_with_later_events()
            throws SQLException {
        List<EventEnvelope> events = new Histories(6, 3, 3).next(30);
        var records = new ArrayList<>(Batches.records(events));
        records.add(0, Batches.record(0, "product-1", "not json at all"));
        try (var tables = new ViewTables()) {
            project(tables, RecordReader.read(records));
            assertThat(held(tables)).isEmpty();
            project(tables, RecordReader.read(records.subList(0, 1)));
            assertThat(held(tables)).isEmpty();
        }
    }

    @Test
    void an_event_that_the_database_refuses_holds_only_its_product() throws SQLException {
        List<EventEnvelope> events = new Histories(8, 4, 3).next(40);
        EventEnvelope first =
                events.stream()
                        .filter(e -> e.aggregateId().equals("product-2"))
                        .reduce((_, last) -> last)
                        .orElseThrow();
        var unstorable =
                new EventEnvelope(
                        new UUID(1, 1),
                        "product-2",
                        EventEnvelope.INVENTORY,
                        first.sequenceNumber() + 1,
                        41,
                        Instant.EPOCH,
                        new StockReceived("product-2", "main", 1, "delivery"),
                        new EventMetadata("c", "a\0b", null, null, null));
        try (var tables = new ViewTables()) {
            project(tables, Batches.of(events.subList(0, 20)));
            var rest = new ArrayList<>(events.subList(20, 40));
            rest.add(unstorable);
            project(tables, Batches.of(rest));
            assertThat(held(tables))
                    .hasSize(READ_MODELS)
                    .allMatch(row -> row.contains("product-2"))
                    .allMatch(row -> row.contains("refused it with SQLSTATE"));
            for (String product : List.of("product-0", "product-1", "product-3")) {
                long last = events.stream().filter(e -> e.aggregateId().equals(product)).count();
                assertThat(version(tables, product)).isEqualTo(last);
            }
        }
    }

    @Test
    void progress_in_one_topic_never_decreases() throws SQLException {
        List<EventEnvelope> events = new Histories(2, 5, 3).next(50);
        try (var tables = new ViewTables()) {
            project(tables, Batches.of(events));
            var before = tables.rows().get("projection_progress");
            project(tables, Batches.of(events.subList(0, 10)));
            assertThat(tables.rows().get("projection_progress")).isEqualTo(before);
        }
    }

    private static void project(ViewTables tables, TopicBatch batch) throws SQLException {
        tables.projector().project(batch, Batches.TOPIC_ID);
    }

    private static List<String> held(ViewTables tables) {
        return tables.jdbc()
                .sql(
                        """
                        SELECT product_id || ' ' || expected_sequence_number || ' '
                            || seen_sequence_number || ' ' || reason
                        FROM held_products
                        """)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static long version(ViewTables tables, String productId) {
        return tables.jdbc()
                .sql("SELECT version FROM inventory_view WHERE product_id = ?")
                .param(productId)
                .query(Long.class)
                .single();
    }

    private static List<String> differing(ViewTables a, ViewTables b) {
        String sql = "SELECT product_id || ' ' || version FROM inventory_view ORDER BY 1";
        List<String> ofB = b.jdbc().sql(sql).query((row, _) -> row.getString(1)).list();
        return a.jdbc().sql(sql).query((row, _) -> row.getString(1)).list().stream()
                .filter(row -> !ofB.contains(row))
                .map(row -> row.substring(0, row.indexOf(' ')))
                .toList();
    }
}
