package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.localstack.process.Ports;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./stockledger verify} on a running system, before and after damage by hand. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifierIT {

    private static final String EVENTS = SystemDatabases.EVENTS;
    private static final String VIEWS = SystemDatabases.VIEWS;
    private static final String ADMINISTRATOR = "postgres";
    private static final long SECONDS_MAX = 120;

    /** Products whose ids begin so have bound, returned and blocked stock. */
    private static final String BOUND = "bound-";

    /** The product of the test of the interruption. */
    private static final String INTERRUPTED = "p-interrupted";

    @TempDir private static Path folder;

    private static RunningSystem system;
    private static SystemDatabases databases;

    /**
     * A change of a table by hand.
     *
     * @param product the product that the change is about
     * @param found the parts of the line that reports it
     */
    private record Damage(String database, String product, String statement, List<String> found) {

        static Damage of(String database, String product, String statement, String... found) {
            return new Damage(database, product, statement, List.of(found));
        }
    }

    private static final List<Damage> DAMAGES =
            List.of(
                    Damage.of(
                            EVENTS,
                            "p-gap",
                            "DELETE FROM events WHERE aggregate_id = 'p-gap' AND sequence_number ="
                                    + " 2",
                            "events: event 3 of 'p-gap'",
                            "sequence number 3 follows 1"),
                    Damage.of(
                            EVENTS,
                            "p-position",
                            "DELETE FROM events WHERE aggregate_id = 'p-position' AND"
                                    + " sequence_number = 4",
                            "positions: the event at position",
                            "is missing"),
                    Damage.of(
                            EVENTS,
                            "p-rule",
                            """
                            UPDATE events SET payload = replace(payload::text, '"quantity":4', '"quantity":4000')::json
                            WHERE aggregate_id = 'p-rule' AND event_type = 'StockReserved'
                            """,
                            "of 'p-rule'",
                            "4000 are reserved for order 'o-p-rule', and 15 are available"),
                    Damage.of(
                            EVENTS,
                            "p-type",
                            """
                            UPDATE events SET event_type = 'StockShipped'
                            WHERE aggregate_id = 'p-type' AND sequence_number = 2
                            """,
                            "event 2 of 'p-type'",
                            "the column says StockShipped"),
                    Damage.of(
                            EVENTS,
                            "p-beyond",
                            """
                            INSERT INTO events
                            SELECT h.position + 5, gen_random_uuid(), 'p-beyond', e.aggregate_type, 5, e.event_type,
                                   e.event_version, e.occurred_at, e.payload, e.metadata
                            FROM log_head h, events e WHERE e.aggregate_id = 'p-beyond' AND e.sequence_number = 2
                            """,
                            "log head: the head is",
                            "1 events from position"),
                    Damage.of(
                            EVENTS,
                            "p-snapshot",
                            """
                            INSERT INTO snapshots VALUES ('p-snapshot', 1, 1, '{"name": "Mug", "sku": "M", "updatedAt": "x",
                                "warehouses": {"main": 10}, "reservations": {}}', now())
                            """,
                            "snapshot: of 'p-snapshot' at version 1: updatedAt is x"),
                    Damage.of(
                            EVENTS,
                            "p-receipt",
                            """
                            INSERT INTO receipts (idempotency_key, fingerprint, first_position, event_count)
                            VALUES ('key-by-hand', gen_random_uuid(), 900000, 2)
                            """,
                            "receipts: key 'key-by-hand' stands for 2 events from position 900000"),
                    Damage.of(
                            EVENTS,
                            "p-deadline",
                            "DELETE FROM reservation_deadlines WHERE product_id = 'p-deadline'",
                            "deadlines: the reservation of 'p-deadline' for order 'o-p-deadline'"),
                    Damage.of(
                            EVENTS,
                            "p-topic",
                            """
                            UPDATE events SET event_id = gen_random_uuid()
                            WHERE aggregate_id = 'p-topic' AND sequence_number = 4
                            """,
                            "topic: event 4 of 'p-topic'",
                            "is missing"),
                    Damage.of(
                            VIEWS,
                            "p-stock",
                            "UPDATE inventory_g1.inventory_view SET available_stock = 99 WHERE"
                                    + " product_id = 'p-stock'",
                            "inventory_view: 'p-stock' at version 4: available_stock is 99, the"
                                    + " events give 11"),
                    Damage.of(
                            VIEWS,
                            "p-event",
                            """
                            UPDATE inventory_g1.inventory_view SET event_id = gen_random_uuid()
                            WHERE product_id = 'p-event'
                            """,
                            "inventory_view: 'p-event' at version 4: event_id is"),
                    Damage.of(
                            VIEWS,
                            "p-search",
                            "DELETE FROM inventory_g1.inventory_search WHERE product_id ="
                                    + " 'p-search'",
                            "inventory_search: 'p-search' at version 4: sku is no row"),
                    Damage.of(
                            VIEWS,
                            "p-holding",
                            "DELETE FROM inventory_g1.inventory_holdings WHERE product_id ="
                                    + " 'p-holding'",
                            "inventory_holdings: 'p-holding' at version 4: rows is []"),
                    Damage.of(
                            VIEWS,
                            "p-movement",
                            "UPDATE movements_g1.movements SET total_stock = 1 WHERE product_id ="
                                    + " 'p-movement' AND sequence_number = 2",
                            "movements: 'p-movement' at version 2: total_stock is 1, the events"
                                    + " give 15"),
                    Damage.of(
                            VIEWS,
                            "p-unmoved",
                            "DELETE FROM movements_g1.movements WHERE product_id = 'p-unmoved' AND"
                                    + " sequence_number = 3",
                            "movements: 'p-unmoved' has no row for event 3"),
                    Damage.of(
                            VIEWS,
                            "p-line",
                            "UPDATE reservations_g1.reservations SET reserved = 1 WHERE product_id"
                                    + " = 'p-line'",
                            "reservations: 'p-line' at version 4: the line of order 'o-p-line' is 1"
                                    + " reserved"),
                    Damage.of(
                            VIEWS,
                            "p-line",
                            """
                            INSERT INTO reservations_g1.reservations (order_id, product_id, reserved, shipped, status)
                            VALUES ('o-by-hand', 'p-line', 1, 0, 'open')
                            """,
                            "reservations: the line of order 'o-by-hand' and 'p-line' belongs to no"
                                    + " event"),
                    Damage.of(
                            VIEWS,
                            "p-alert",
                            """
                            UPDATE low_stock_g1.low_stock SET low_position = 1, low_since = now()
                            WHERE product_id = 'p-alert'
                            """,
                            "low_stock: 'p-alert' at version 4: low_position is 1, the events give"
                                    + " 0"),
                    Damage.of(
                            VIEWS,
                            "p-behind",
                            "UPDATE movements_g1.movement_heads SET version = 3 WHERE product_id ="
                                    + " 'p-behind'",
                            "movement_heads: 'p-behind' has not reached version 4"),
                    Damage.of(
                            VIEWS,
                            "p-ahead",
                            "UPDATE reservations_g1.reservation_heads SET version = 7 WHERE"
                                    + " product_id = 'p-ahead'",
                            "reservation_heads: 'p-ahead' has version 7, and the log ends at 4"),
                    Damage.of(
                            EVENTS,
                            "bound-rule",
                            """
                            UPDATE events SET payload = replace(payload::text, '"quantity":2', '"quantity":6')::json
                            WHERE aggregate_id = 'bound-rule' AND sequence_number = 5
                            """,
                            "event 5 of 'bound-rule'",
                            "6 are reserved for order 'b-bound-rule' in warehouse 'north', and 5"
                                    + " are available there"),
                    Damage.of(
                            EVENTS,
                            "bound-return",
                            """
                            UPDATE events SET payload = replace(payload::text, '"quantity":1', '"quantity":9')::json
                            WHERE aggregate_id = 'bound-return' AND event_type = 'StockReturned'
                            """,
                            "event 7 of 'bound-return'",
                            "9 come back from order 'o-bound-return', 2 were shipped for it, and"
                                    + " 0"),
                    Damage.of(
                            VIEWS,
                            "bound-blocked",
                            "UPDATE inventory_g1.inventory_view SET blocked_by_warehouse = '{}'"
                                    + " WHERE product_id = 'bound-blocked'",
                            "inventory_view: 'bound-blocked' at version 8: blocked_by_warehouse is"
                                    + " {}, the events give {main=2, north=1}"),
                    Damage.of(
                            VIEWS,
                            "bound-binding",
                            "DELETE FROM inventory_g1.inventory_bindings WHERE product_id ="
                                    + " 'bound-binding'",
                            "inventory_bindings: 'bound-binding' at version 8: rows is []"),
                    Damage.of(
                            VIEWS,
                            "bound-line",
                            "UPDATE reservations_g1.reservations SET returned = 2 WHERE order_id ="
                                    + " 'o-bound-line'",
                            "reservations: 'bound-line' at version 8: the line of order"
                                    + " 'o-bound-line' is 2 reserved, 2 shipped, 2 returned"),
                    Damage.of(
                            VIEWS,
                            "bound-name",
                            "UPDATE movements_g1.movements SET order_id = 'another' WHERE"
                                    + " product_id = 'bound-name' AND sequence_number = 7",
                            "movements: 'bound-name' at version 7: names is",
                            "orderId=another"),
                    Damage.of(
                            VIEWS,
                            "bound-period",
                            "UPDATE inventory_g1.inventory_periods SET available_stock = 99 WHERE"
                                    + " product_id = 'bound-period' AND sequence_number = 2",
                            "inventory_periods: 'bound-period'",
                            "the row from event 2 is",
                            "available=99"),
                    Damage.of(
                            VIEWS,
                            "bound-unexplained",
                            """
                            INSERT INTO inventory_g1.inventory_periods
                            SELECT product_id, 7, archived, available_stock, stood_from, stood_until
                            FROM inventory_g1.inventory_periods
                            WHERE product_id = 'bound-unexplained' AND sequence_number = 8
                            """,
                            "inventory_periods: 'bound-unexplained' has a row from event 7"),
                    Damage.of(
                            VIEWS,
                            "p-former-holding",
                            """
                            INSERT INTO inventory_g1.inventory_former_holdings
                            VALUES ('north', 'p-former-holding', 2, now(), now())
                            """,
                            "inventory_former_holdings: 'p-former-holding' at version 4: rows is"
                                    + " [FormerHolding"),
                    Damage.of(
                            VIEWS,
                            "p-invented-holding",
                            """
                            INSERT INTO inventory_g1.inventory_former_holdings
                            VALUES ('north', 'p-invented-holding-2', 3, now(), now())
                            """,
                            "inventory_former_holdings: 'p-invented-holding-2' has a row from event"
                                    + " 3, which began no holding"),
                    Damage.of(
                            VIEWS,
                            "p-invented",
                            """
                            INSERT INTO inventory_g1.inventory_view (product_id, version) VALUES ('p-invented-2', 1)
                            """,
                            "read models: 'p-invented-2' has rows and no event"));

    @BeforeAll
    static void start() throws Exception {
        system = RunningSystem.start(folder.resolve("data"), 1);
        databases = SystemDatabases.of(folder.resolve("data"));
        for (String product : DAMAGES.stream().map(Damage::product).distinct().toList()) {
            register(product);
        }
        register(INTERRUPTED);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    private static void register(String product) throws IOException, InterruptedException {
        JsonClient commands = system.commands();
        commands.post(
                "/v1/products",
                """
                {"productId": "%s", "name": "Mug", "sku": "M", "initialQuantity": 10}
                """
                        .formatted(product));
        String path = "/v1/products/" + product;
        commands.post(
                path + "/receipts",
                """
                {"warehouseId": "main", "quantity": 5, "reference": "delivery"}
                """);
        commands.post(
                path + "/reservations",
                """
                {"orderId": "o-%s", "quantity": 4, "expiresInSeconds": 86400}
                """
                        .formatted(product));
        var last =
                commands.post(
                        path + "/transfers",
                        """
                        {"fromWarehouseId": "main", "toWarehouseId": "north", "quantity": 5, "reference": "t"}
                        """);
        assertThat(last.body().get("version").longValue()).isEqualTo(4);
        if (product.startsWith(BOUND)) {
            addBoundAndReturnedStock(product);
        }
    }

    /** Adds 4 events: 2 are bound to north, 2 are shipped, 1 comes back, and 1 is blocked. */
    private static void addBoundAndReturnedStock(String product)
            throws IOException, InterruptedException {
        JsonClient commands = system.commands();
        String path = "/v1/products/" + product;
        commands.post(
                path + "/reservations",
                """
                {"orderId": "b-%s", "quantity": 2, "warehouseId": "north"}
                """
                        .formatted(product));
        commands.post(
                path + "/shipments",
                """
                {"orderId": "o-%s", "warehouseId": "main", "quantity": 2}
                """
                        .formatted(product));
        commands.post(
                path + "/returns",
                """
                {"orderId": "o-%s", "warehouseId": "north", "quantity": 1, "reason": "wrong", "blocked": true}
                """
                        .formatted(product));
        var last =
                commands.post(
                        path + "/blocks",
                        """
                        {"warehouseId": "main", "quantity": 2, "reason": "damaged"}
                        """);
        assertThat(last.body().get("version").longValue()).isEqualTo(8);
    }

    @Test
    @Order(1)
    void a_system_without_damage_has_no_differences() throws Exception {
        try (Script verify = verify("--wait", "60")) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isZero();
            assertThat(verify.output())
                    .contains("no differences in the event log, the read models and the topic");
        }
    }

    @Test
    @Order(2)
    void every_damage_by_hand_is_found_and_named() throws Exception {
        for (Damage damage : DAMAGES) {
            assertThat(databases.executeByHand(damage.database, damage.statement))
                    .as(damage.statement)
                    .isPositive();
        }

        String output;
        try (Script verify = verify("--wait", "1")) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isEqualTo(1);
            output = verify.output();
        }

        var softly = new SoftAssertions();
        for (Damage damage : DAMAGES) {
            softly.assertThat(output.lines())
                    .as(damage.statement)
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .startsWith("difference: ")
                                            .contains(damage.found.toArray(String[]::new)));
        }
        softly.assertAll();
    }

    @Test
    void an_interrupted_verification_goes_on_where_it_stopped() throws Exception {
        Path state = folder.resolve("verification.state");
        databases.executeByHand(
                VIEWS,
                "UPDATE movements_g1.movement_heads SET version = 3 WHERE product_id = '%s'"
                        .formatted(INTERRUPTED));
        // It waits for the row that is behind the log, so that the signal comes before its end.
        try (Script verify = verify("--state", state.toString(), "--wait", "600")) {
            await().atMost(Duration.ofSeconds(SECONDS_MAX))
                    .until(
                            () ->
                                    Files.exists(state)
                                            && Files.readString(state).contains("stage=products"));
            verify.terminate();
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isEqualTo(3);
            assertThat(verify.output()).contains("interrupted; run the same command again");
        }
        try (Script verify = verify("--state", state.toString(), "--wait", "1")) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isEqualTo(1);
            assertThat(verify.output())
                    .contains("continuing the interrupted verification at stage products")
                    .contains("movement_heads: '" + INTERRUPTED + "' has not reached version 4");
        }
        assertThat(state).doesNotExist();
    }

    @Test
    void a_database_that_refuses_the_role_is_named_with_the_cure() throws Exception {
        try (Script verify =
                Script.start(
                        "stockledger",
                        List.of(
                                "verify",
                                "--events",
                                databases.url(EVENTS),
                                "--events-user",
                                "nobody",
                                "--state",
                                folder.resolve("other.state").toString()))) {
            assertThat(verify.awaitExit(SECONDS_MAX)).isEqualTo(2);
            assertThat(verify.output())
                    .contains("cannot open the events database")
                    .contains("as nobody")
                    .contains("check its address, the role and the password");
        }
    }

    @Test
    void a_role_without_rights_is_told_that_it_may_not_read() throws Exception {
        databases.administer(
                EVENTS,
                "CREATE ROLE without_rights LOGIN PASSWORD '" + databases.password() + "'",
                "GRANT CONNECT ON DATABASE " + EVENTS + " TO without_rights");
        try (Script verify = verifySources("without_rights", databases.url(VIEWS))) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isEqualTo(2);
            assertThat(verify.output())
                    .contains("permission denied for")
                    .contains("Check that it is up and that the role may read");
        }
    }

    @Test
    void a_database_that_is_down_is_named_and_the_next_run_goes_on_from_there() throws Exception {
        String down = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/" + VIEWS;
        try (Script verify = verifySources(ADMINISTRATOR, down)) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isEqualTo(2);
            assertThat(verify.output())
                    .contains("cannot open the views database at " + down)
                    .contains("Start it, or check its address");
        }
        try (Script verify = verifySources(ADMINISTRATOR, down)) {
            assertThat(verify.awaitExit(SECONDS_MAX)).as(verify.output()).isEqualTo(2);
            assertThat(verify.output())
                    .contains("continuing the interrupted verification at stage products");
        }
    }

    private static Script verifySources(String eventsUser, String viewsUrl) {
        return Script.start(
                "stockledger",
                List.of(
                        "verify",
                        "--events",
                        databases.url(EVENTS),
                        "--events-user",
                        eventsUser,
                        "--views",
                        viewsUrl,
                        "--views-user",
                        ADMINISTRATOR,
                        "--state",
                        folder.resolve(eventsUser + ".state").toString()),
                Map.of(
                        "STOCKLEDGER_EVENTS_PASSWORD", databases.password(),
                        "STOCKLEDGER_VIEWS_PASSWORD", databases.password()));
    }

    private static Script verify(String... arguments) {
        var all = new ArrayList<>(List.of("verify", "--data", folder.resolve("data").toString()));
        all.addAll(List.of(arguments));
        return Script.start("stockledger", all);
    }
}
