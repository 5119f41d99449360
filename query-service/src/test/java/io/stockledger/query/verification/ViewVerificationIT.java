package io.stockledger.query.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.query.testing.HandwrittenLog;
import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

class ViewVerificationIT {

    private static final int PRODUCTS = 25;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private static TestDatabase database;
    private static TestTopic topic;
    private static QueryService replica;

    @BeforeAll
    static void start() {
        database = TestStack.shared().newViewsDatabase();
        topic = TestTopic.create(2);
        var log = new HandwrittenLog();
        for (int i = 0; i < PRODUCTS; i++) {
            String product = "product-" + i;
            log.add(new ProductRegistered(product, "Mug", "M-" + i, 20, "main"))
                    .add(new StockReserved(product, "order-" + i, 5, null))
                    .add(new StockShipped(product, "order-" + i, "main", 2))
                    .add(new StockReceived(product, "north", 4, "delivery"))
                    .add(new StockReserved(product, "bound-" + i, 3, null, "north"))
                    .add(new StockReturned(product, "order-" + i, "north", 1, "wrong", true))
                    .add(new StockReceived(product, "east", 1, "delivery"))
                    .add(new StockTransferred(product, "east", "north", 1, "move"))
                    .add(new ProductRenamed(product, "Red mug", "M-" + i))
                    .add(new StockPolicySet(product, 1, 2, 3L))
                    .add(new ProductArchived(product));
        }
        topic.publish(log.events());
        replica =
                QueryService.start(
                        database,
                        Map.of(
                                "stockledger.topic.name",
                                topic.name(),
                                "stockledger.verification.pause-ms",
                                "100",
                                "stockledger.verification.products-max",
                                "10"));
        awaitRound();
    }

    @AfterAll
    static void stop() {
        replica.close();
        topic.close();
    }

    @Test
    void rows_that_the_projections_have_written_have_no_difference() {
        assertThat(verification().path("differences").asLong()).isZero();
        assertThat(verification().path("verifiedProducts").asLong())
                .isGreaterThanOrEqualTo(PRODUCTS);
    }

    @Test
    void a_product_whose_events_break_a_rule_is_counted_and_makes_nothing_unready() {
        var log = new HandwrittenLog();
        log.add(new ProductRegistered("broken", "Mug", "M", 2, "main"))
                .add(new StockReserved("broken", "order", 5, null))
                .add(new StockReceived("broken", "main", 5, "delivery"))
                .add(new ProductRegistered("whole", "Mug", "W", 2, "main"));
        try (var other = TestTopic.create(2)) {
            other.publish(log.events());
            TestDatabase views = TestStack.shared().newViewsDatabase();
            try (var service =
                    QueryService.start(
                            views,
                            Map.of(
                                    "stockledger.topic.name",
                                    other.name(),
                                    "stockledger.verification.pause-ms",
                                    "100"))) {
                await().atMost(WITHIN)
                        .untilAsserted(
                                () ->
                                        assertThat(
                                                        service.get("/v1/projections")
                                                                .json()
                                                                .path("verification")
                                                                .path("unverifiable")
                                                                .asLong())
                                                .isEqualTo(1));
                // The view itself may become ready a moment later.
                service.awaitReady();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inventory_view: | inventory_g1.inventory_view | product_id | total_stock ="
                        + " total_stock + 1",
                "inventory_periods: | inventory_g1.inventory_periods | product_id,"
                        + " sequence_number | available_stock = available_stock + 1",
                "inventory_former_search: | inventory_g1.inventory_former_search | product_id,"
                        + " sequence_number | stood_from = stood_from + 1 * interval '1 second'",
                "inventory_holdings: | inventory_g1.inventory_holdings | warehouse_id, product_id |"
                        + " sequence_number = sequence_number + 1",
                "inventory_former_holdings: | inventory_g1.inventory_former_holdings |"
                        + " warehouse_id, product_id, sequence_number | stood_until = stood_until +"
                        + " 1 * interval '1 second'",
                "inventory_bindings: | inventory_g1.inventory_bindings | product_id, order_id |"
                        + " quantity = quantity + 1",
                "movement_bindings: | movements_g1.movement_bindings | product_id, order_id |"
                        + " quantity = quantity + 1",
                "low_stock: | low_stock_g1.low_stock | product_id | available_stock ="
                        + " available_stock + 1",
                "movement_heads: | movements_g1.movement_heads | product_id | reserved_stock ="
                        + " reserved_stock + 1",
                "reservations: | reservations_g1.reservations | order_id, product_id | shipped ="
                        + " shipped + 1",
                "movements: | movements_g1.movements | product_id, sequence_number | total_stock ="
                        + " total_stock + 1"
            })
    void a_row_changed_by_hand_makes_the_replica_unready_until_it_is_right_again(
            String difference, String table, String key, String change) throws SQLException {
        String back = change.replace("+ 1", "- 1");
        update(table, key, change);

        await().atMost(WITHIN)
                .untilAsserted(
                        () -> {
                            assertThat(verification().path("firstDifferences").toString())
                                    .contains(difference);
                            assertThat(replica.get("/actuator/health/readiness").status())
                                    .isEqualTo(503);
                        });

        update(table, key, back);
        await().atMost(WITHIN)
                .untilAsserted(
                        () -> {
                            assertThat(verification().path("differences").asLong()).isZero();
                            assertThat(replica.get("/actuator/health/readiness").status())
                                    .isEqualTo(200);
                        });
    }

    private static void awaitRound() {
        await().atMost(WITHIN)
                .until(
                        () ->
                                verification().path("verifiedProducts").asLong() >= PRODUCTS
                                        && verification().has("lastRoundAt"));
    }

    private static JsonNode verification() {
        return replica.get("/v1/projections").json().path("verification");
    }

    /** Changes the row of a table with the lowest key. */
    private static void update(String table, String key, String change) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(),
                                database.applicationUser(),
                                database.applicationPassword());
                Statement sql = connection.createStatement()) {
            assertThat(
                            sql.executeUpdate(
                                    "UPDATE %1$s SET %2$s WHERE (%3$s) = (SELECT %3$s FROM %1$s ORDER BY %3$s LIMIT 1)"
                                            .formatted(table, change, key)))
                    .isEqualTo(1);
        }
    }
}
