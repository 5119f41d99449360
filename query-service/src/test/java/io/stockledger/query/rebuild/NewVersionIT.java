package io.stockledger.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.app.ReadModels;
import io.stockledger.query.testing.EventTally;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.Rebuilds;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A deployment that changes the version of a projection. The threshold of the alerts is part of
 * their version.
 */
class NewVersionIT {

    @Test
    void old_replicas_serve_the_old_version_while_new_replicas_build_the_new_one() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        var histories = new Histories(17, 40, 12);
        try (TestTopic topic = TestTopic.create(6);
                QueryService old = start(database, topic, 10)) {
            topic.publish(histories.next(2_000));
            old.awaitPosition(2_000);
            List<String> alertsBefore = alerts(old);
            try (QueryService changed = start(database, topic, 25)) {
                changed.awaitReady();
                assertThat(alerts(old)).isEqualTo(alertsBefore);
                assertThat(changed.get("/v1/low-stock-alerts").json().path("below").asLong())
                        .isEqualTo(25);

                topic.publish(histories.next(1_000));
                old.awaitPosition(3_000);
                changed.awaitPosition(3_000);
                assertAlerts(old, histories, 10);
                assertAlerts(changed, histories, 25);
                Rebuilds.awaitState(changed, "low_stock", 2, "serving");
                assertThat(generations(changed, "low_stock")).containsExactly("serving", "serving");
                assertThat(generations(changed, "inventory")).containsExactly("serving");
            }
            topic.publish(histories.next(500));
            old.awaitPosition(3_500);
            assertAlerts(old, histories, 10);
        }
    }

    @Test
    void a_version_with_different_columns_is_served_beside_the_old_one() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        var histories = new Histories(23, 40, 12);
        try (TestTopic topic = TestTopic.create(6);
                QueryService old = start(database, topic, EventTally.ofCounts())) {
            topic.publish(histories.next(1_000));
            old.awaitPosition(1_000);
            assertCounts(old, histories);
            try (QueryService changed = start(database, topic, EventTally.ofCountsInWords())) {
                changed.awaitReady();
                topic.publish(histories.next(500));
                old.awaitPosition(1_500);
                changed.awaitPosition(1_500);
                assertCountsInWords(changed, histories);
                assertCounts(old, histories);
                Rebuilds.awaitState(changed, EventTally.NAME, 2, "serving");
                assertThat(generations(changed, EventTally.NAME))
                        .containsExactly("serving", "serving");

                Rebuilds.rebuild(changed, EventTally.NAME);
                Rebuilds.awaitState(changed, EventTally.NAME, 3, "serving");
                assertCountsInWords(changed, histories);
            }
            topic.publish(histories.next(500));
            old.awaitPosition(2_000);
            assertCounts(old, histories);
        }
    }

    @Test
    void the_tables_of_a_version_that_no_replica_has_had_for_long_are_dropped() {
        TestDatabase database = TestStack.shared().newViewsDatabase();
        var jdbc =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword()));
        var histories = new Histories(19, 40, 12);
        try (TestTopic topic = TestTopic.create(6)) {
            try (QueryService old = start(database, topic, 10)) {
                topic.publish(histories.next(500));
                old.awaitPosition(500);
            }
            jdbc.sql("UPDATE projections SET used_at = used_at - interval '2 days'").update();
            try (QueryService changed = start(database, topic, 25)) {
                Rebuilds.awaitSchemas(jdbc, "low_stock", "low_stock_g2");
                Rebuilds.awaitSchemas(jdbc, "inventory", "inventory_g1");
                topic.publish(histories.next(500));
                changed.awaitPosition(1_000);
                assertAlerts(changed, histories, 25);
            }
        }
    }

    private static QueryService start(TestDatabase database, TestTopic topic, int below) {
        return QueryService.start(
                database,
                Map.of(
                        "stockledger.topic.name",
                        topic.name(),
                        "stockledger.query.low-stock-below",
                        Integer.toString(below)));
    }

    private static QueryService start(TestDatabase database, TestTopic topic, EventTally tally) {
        var readModels = new ArrayList<>(ReadModels.registered(10).projections());
        readModels.add(tally);
        return QueryService.start(database, topic.name(), new ReadModels(readModels));
    }

    private static void assertCounts(QueryService service, Histories histories) {
        assertThat(rows(service, "SELECT product_id || ' ' || events FROM event_tally"))
                .isEqualTo(expected(histories, model -> Long.toString(model.version)));
    }

    private static void assertCountsInWords(QueryService service, Histories histories) {
        assertThat(rows(service, "SELECT product_id || ' ' || in_words FROM event_tally"))
                .isEqualTo(expected(histories, model -> model.version + " events"));
    }

    /** The rows that the replica's reads return. */
    private static List<String> rows(QueryService service, String sql) {
        JdbcClient reads = service.context().getBean(JdbcClient.class);
        return reads.sql(sql).query((row, _) -> row.getString(1)).list().stream().sorted().toList();
    }

    private static List<String> expected(
            Histories histories, Function<ProductHistory, String> shown) {
        return histories.models().stream()
                .map(model -> model.productId + " " + shown.apply(model))
                .sorted()
                .toList();
    }

    private static void assertAlerts(QueryService service, Histories histories, long below) {
        List<String> expected =
                histories.models().stream()
                        .filter(model -> model.isLow(below))
                        .map(model -> model.productId)
                        .sorted()
                        .toList();
        assertThat(alerts(service).stream().sorted().toList()).isEqualTo(expected);
    }

    private static List<String> alerts(QueryService service) {
        var ids = new ArrayList<String>();
        Instant before = Instant.MAX;
        String cursor = "";
        do {
            JsonNode page = service.get("/v1/low-stock-alerts?limit=7" + cursor).json();
            for (JsonNode alert : page.path("items")) {
                Instant since = Instant.parse(alert.path("since").asString());
                assertThat(since).as("the newest come first").isBefore(before);
                before = since;
                ids.add(alert.path("productId").asString());
            }
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return ids;
    }

    private static List<String> generations(QueryService service, String name) {
        var states = new ArrayList<String>();
        for (JsonNode projection : service.get("/v1/projections").json().path("projections")) {
            if (projection.path("name").asString().equals(name)) {
                projection.path("generations").forEach(g -> states.add(g.path("state").asString()));
            }
        }
        return states;
    }
}
