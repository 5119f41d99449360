package io.stockledger.query.rebuild;

import static io.stockledger.query.testing.Rebuilds.assertShown;
import static io.stockledger.query.testing.Rebuilds.awaitSchemas;
import static io.stockledger.query.testing.Rebuilds.awaitState;
import static io.stockledger.query.testing.Rebuilds.cancel;
import static io.stockledger.query.testing.Rebuilds.generation;
import static io.stockledger.query.testing.Rebuilds.projections;
import static io.stockledger.query.testing.Rebuilds.rebuild;
import static io.stockledger.query.testing.Rebuilds.state;
import static io.stockledger.query.testing.Rebuilds.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.query.generations.GenerationTransitions;
import io.stockledger.query.inventory.projection.InventoryProjection;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.QueryService.Answer;
import io.stockledger.query.testing.SteadyReads;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class RebuildIT {

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final int PARTITIONS = 6;
    private static final List<String> NAMES =
            List.of("inventory", "reservations", "movements", "low_stock");

    private final Histories histories = new Histories(41, 40, 12);
    private TestDatabase database;
    private TestTopic topic;
    private JdbcClient jdbc;

    @BeforeEach
    void begin() {
        database = TestStack.shared().newViewsDatabase();
        topic = TestTopic.create(PARTITIONS);
        jdbc =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword()));
    }

    @AfterEach
    void end() {
        topic.close();
    }

    @Test
    void under_load_a_rebuild_fails_no_read_and_no_read_returns_an_older_version()
            throws Exception {
        try (QueryService one = QueryService.start(database, topic.name());
                QueryService other = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(4_000));
            one.awaitPosition(4_000);
            try (var reads = SteadyReads.of(List.of(one, other), histories.models())) {
                for (String name : NAMES) {
                    assertThat(rebuild(one, name).status()).isEqualTo(202);
                }
                long position = 4_000;
                while (!allServe(one, 2)) {
                    topic.publish(histories.next(100));
                    position += 100;
                    assertThat(position).as("events before the swap").isLessThan(1_000_000);
                    for (JsonNode projection : projections(one)) {
                        assertThat(generation(projection, 2).path("state").asString(""))
                                .isNotEqualTo("differs");
                    }
                }
                topic.publish(histories.next(500));
                one.awaitPosition(position + 500);
                other.awaitPosition(position + 500);
                reads.assertNoneFailedOrWentBack();
            }
            assertShown(one, histories);
            for (JsonNode projection : projections(other)) {
                assertThat(generation(projection, 1).path("state").asString())
                        .isEqualTo("retained");
                assertThat(generation(projection, 2).path("checksums").asString())
                        .isEqualTo("equal");
                assertThat(generation(projection, 1).path("eventsDone").asLong())
                        .as("the old generation stays current, for a swap back")
                        .isEqualTo(generation(projection, 2).path("eventsDone").asLong());
            }
            awaitGroups(List.of(database.name()));
        }
    }

    @Test
    void a_rebuild_during_another_is_refused_and_the_running_one_is_named() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(500));
            service.awaitPosition(500);
            // A generation in this state stays as it is until an operator decides.
            jdbc.sql(
                            """
                            INSERT INTO projections (projection, generation, projection_version,
                                state) VALUES ('inventory', 7, ?, 'differs')
                            """)
                    .param(new InventoryProjection().version())
                    .update();
            Answer second = rebuild(service, "inventory");
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.problem()).isEqualTo("rebuild-running");
            assertThat(second.json().path("generation").asLong()).isEqualTo(7);
            assertThat(second.json().path("state").asString()).isEqualTo("differs");
            assertThat(rebuild(service, "reservations").status()).isEqualTo(202);
        }
    }

    @Test
    void a_generation_with_different_rows_is_swapped_in_only_by_an_operator() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(1_000));
            service.awaitPosition(1_000);
            ProductHistory model = histories.models().getFirst();
            jdbc.sql("UPDATE inventory_g1.inventory_view SET name = 'by hand' WHERE product_id = ?")
                    .param(model.productId)
                    .update();
            assertThat(rebuild(service, "inventory").status()).isEqualTo(202);
            awaitState(service, "inventory", 2, "differs");
            assertThat(name(service, model)).as("still served").isEqualTo("by hand");
            assertThat(rebuild(service, "inventory").problem()).isEqualTo("rebuild-running");

            assertThat(swap(service, "inventory", 2).status()).isEqualTo(200);
            // The notification of the swap empties the inventory cache.
            Awaitility.await().atMost(MOST).until(() -> name(service, model).equals(model.name));
            topic.publish(histories.next(200));
            service.awaitPosition(1_200);
            assertShown(service, histories);
        }
    }

    @Test
    void a_swap_back_is_immediate_and_shows_the_current_rows() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(600));
            service.awaitPosition(600);
            rebuild(service, "inventory");
            awaitState(service, "inventory", 2, "serving");
            topic.publish(histories.next(600));
            service.awaitPosition(1_200);
            assertThat(swap(service, "inventory", 1).status()).isEqualTo(200);
            assertShown(service, histories);
            awaitState(service, "inventory", 2, "retained");
            assertThat(swap(service, "inventory", 1).problem()).isEqualTo("generation-not-current");
            assertThat(swap(service, "inventory", 3).problem()).isEqualTo("generation-not-found");
            assertThat(swap(service, "inventory", 3).status()).isEqualTo(404);
        }
    }

    @Test
    void rebuilds_that_are_asked_for_again_and_again_leave_at_most_four_generations() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(500));
            service.awaitPosition(500);
            long rebuilds = 0;
            while (rebuilds < 5) {
                Answer answer = rebuild(service, "inventory");
                rebuilds += answer.status() == 202 ? 1 : 0;
                assertThat(answer.status()).isIn(202, 409);
                assertThat(alive("inventory")).isLessThanOrEqualTo(4);
            }
            Awaitility.await()
                    .atMost(MOST)
                    .until(() -> alive("inventory") == 1 + GenerationTransitions.RETAINED_MAX);
            awaitState(service, "inventory", 6, "serving");
            topic.publish(histories.next(50));
            service.awaitPosition(550);
            assertShown(service, histories);
        }
    }

    private long alive(String readModel) {
        return jdbc.sql(
                        """
                        SELECT count(*) FROM projections
                        WHERE projection = ? AND state <> 'dropped'
                        """)
                .param(readModel)
                .query(Long.class)
                .single();
    }

    @Test
    void a_cancelled_rebuild_leaves_no_tables_and_its_number_is_not_used_again() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            topic.publish(histories.next(500));
            service.awaitPosition(500);
            ProductHistory model = histories.models().getFirst();
            jdbc.sql("UPDATE inventory_g1.inventory_view SET name = 'by hand' WHERE product_id = ?")
                    .param(model.productId)
                    .update();
            rebuild(service, "inventory");
            awaitState(service, "inventory", 2, "differs");
            assertThat(cancel(service, "inventory").status()).isEqualTo(202);
            awaitSchemas(jdbc, "inventory", "inventory_g1");
            assertThat(cancel(service, "inventory").problem()).isEqualTo("no-rebuild-running");
            Answer again = rebuild(service, "inventory");
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.json().path("generation").asLong()).isEqualTo(3);
            assertThat(swap(service, "inventory", 2).problem()).isEqualTo("generation-not-found");
        }
    }

    @Test
    void the_old_generation_is_dropped_after_the_configured_time() {
        try (QueryService service =
                QueryService.start(
                        database,
                        Map.of(
                                "stockledger.topic.name",
                                topic.name(),
                                "stockledger.query.retained-ms",
                                "0"))) {
            topic.publish(histories.next(500));
            service.awaitPosition(500);
            rebuild(service, "inventory");
            awaitSchemas(jdbc, "inventory", "inventory_g2");
            topic.publish(histories.next(100));
            service.awaitPosition(600);
            assertShown(service, histories);
        }
    }

    @Test
    void an_unknown_read_model_is_not_found() {
        try (QueryService service = QueryService.start(database, topic.name())) {
            assertThat(rebuild(service, "nil").status()).isEqualTo(404);
            assertThat(rebuild(service, "nil").problem()).isEqualTo("projection-not-found");
            assertThat(swap(service, "nil", 1).problem()).isEqualTo("projection-not-found");
            service.post("/v1/projections/inventory/swap", "text/plain", "")
                    .assertMalformed("generation");
        }
    }

    private static String name(QueryService service, ProductHistory model) {
        return service.get("/v1/inventory/" + model.productId).json().path("name").asString();
    }

    private static boolean allServe(QueryService service, int number) {
        return NAMES.stream().allMatch(name -> state(service, name, number).equals("serving"));
    }

    private void awaitGroups(List<String> groups) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestTopic.servers()))) {
            Awaitility.await()
                    .atMost(MOST)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    admin.listGroups().all().get().stream()
                                                            .map(group -> group.groupId())
                                                            .filter(
                                                                    id ->
                                                                            id.startsWith(
                                                                                    database
                                                                                            .name()))
                                                            .toList())
                                            .isEqualTo(groups));
        }
    }
}
