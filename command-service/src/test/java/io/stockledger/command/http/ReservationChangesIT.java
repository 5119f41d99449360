package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** The change of a reservation of one product, and reservations that are bound to a warehouse. */
class ReservationChangesIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());

    @Test
    void a_lower_quantity_is_accepted_although_stock_is_short() {
        String product = calls.product(8);
        calls.reserve(product, "mine", 4);
        calls.reserve(product, "theirs", 4);
        calls.command(
                product,
                "counts",
                json("{'warehouseId':'main','countedQuantity':5,'reference':'s'}"));

        Answer lowered = change(product, "mine", "{'quantity':2}");

        assertThat(lowered.status()).isEqualTo(200);
        assertThat(lowered.header("ETag")).isEqualTo("\"5\"");
        assertThat(lowered.body().at("/events/0/type").asString()).isEqualTo("ReservationChanged");
        assertThat(lowered.body().get("position").asLong()).isPositive();
        assertEvent(
                product,
                "{'type':'ReservationChanged','productId':'%s','orderId':'mine',"
                        + "'oldQuantity':4,'newQuantity':2}");
        assertThat(change(product, "mine", "{'quantity':3}").problem())
                .isEqualTo("insufficient-stock");
        assertThat(figure(product, "reservedStock")).isEqualTo(6);
    }

    @Test
    void a_raise_asks_only_for_the_difference() {
        String product = calls.product(10);
        calls.reserve(product, "mine", 6);

        assertThat(change(product, "mine", "{'quantity':10}").status()).isEqualTo(200);
        assertThat(change(product, "mine", "{'quantity':11}").body().get("requested").asLong())
                .isEqualTo(1);
        assertThat(figure(product, "reservedStock")).isEqualTo(10);
    }

    @Test
    void an_end_is_removed_by_null_and_stays_if_the_field_is_absent() {
        String product = calls.product(5);
        calls.command(
                product,
                "reservations",
                json("{'orderId':'mine','quantity':1,'expiresInSeconds':600}"));

        change(product, "mine", "{'quantity':2}");
        assertThat(calls.lastEvent(product).has("expiresAt")).isTrue();

        assertThat(change(product, "mine", "{'expiresInSeconds':null}").status()).isEqualTo(200);
        assertEvent(
                product,
                "{'type':'ReservationChanged','productId':'%s','orderId':'mine',"
                        + "'oldQuantity':2,'newQuantity':2}");

        change(product, "mine", "{'expiresInSeconds':60}");
        assertThat(calls.lastEvent(product).has("expiresAt")).isTrue();
    }

    @Test
    void a_warehouse_is_bound_kept_and_removed() {
        String product = calls.product(2);
        calls.receive(product, "depot", 2);
        calls.reserve(product, "mine", 2);

        change(product, "mine", "{'warehouseId':'main'}");
        assertThat(calls.lastEvent(product).get("warehouseId").asString()).isEqualTo("main");
        assertThat(reservedIn(product, "main")).isEqualTo(2);

        change(product, "mine", "{'quantity':1}");
        assertThat(reservedIn(product, "main")).isEqualTo(1);

        change(product, "mine", "{'warehouseId':null}");
        assertThat(calls.lastEvent(product).has("warehouseId")).isFalse();
        assertThat(reservedIn(product, "main")).isZero();
        assertThat(figure(product, "reservedStock")).isEqualTo(1);
    }

    @Test
    void a_change_to_what_is_so_already_is_answered_without_events() {
        String product = calls.product(5);
        calls.reserve(product, "mine", 2);

        Answer answer =
                change(
                        product,
                        "mine",
                        "{'quantity':2,'expiresInSeconds':null,'warehouseId':null}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.body().propertyNames())
                .containsExactly("productId", "version", "position", "events");
        assertThat(answer.body().get("productId").asString()).isEqualTo(product);
        assertThat(answer.body().get("version").asLong()).isEqualTo(2);
        assertThat(answer.body().get("position").asLong()).isPositive();
        assertThat(answer.body().get("events").isEmpty()).isTrue();
        assertThat(calls.version(product)).isEqualTo(2);
    }

    @Test
    void stock_that_is_reserved_in_a_warehouse_is_neither_shipped_nor_moved_for_others() {
        String product = calls.product(2);
        calls.receive(product, "depot", 2);
        Answer pickup =
                calls.command(
                        product,
                        "reservations",
                        json("{'orderId':'mine','quantity':2,'warehouseId':'main'}"));
        assertThat(pickup.status()).isEqualTo(200);
        assertThat(calls.lastEvent(product).get("warehouseId").asString()).isEqualTo("main");
        calls.reserve(product, "theirs", 2);

        assertThat(calls.ship(product, "theirs", "main", 1).problem())
                .isEqualTo("insufficient-stock");
        assertThat(calls.ship(product, "theirs", "depot", 2).status()).isEqualTo(200);
        assertThat(calls.ship(product, "mine", "main", 2).status()).isEqualTo(200);
        assertThat(figure(product, "totalStock")).isZero();
    }

    @Test
    void a_shipment_beyond_the_reservation_raises_it_first() {
        String product = calls.product(5);
        calls.reserve(product, "mine", 1);

        Answer answer =
                calls.command(
                        product,
                        "shipments",
                        json(
                                "{'orderId':'mine','warehouseId':'main','quantity':3,"
                                        + "'beyondReservation':true}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("events").valueStream().map(e -> e.get("type").asString()))
                .containsExactly("ReservationChanged", "StockShipped");
        assertThat(answer.header("ETag")).isEqualTo("\"4\"");
        assertThat(figure(product, "totalStock")).isEqualTo(2);
        assertThat(figure(product, "reservedStock")).isZero();
    }

    private Answer change(String product, String order, String body) {
        return calls.patch(path(product) + "/reservations/" + order, json(body));
    }

    private long figure(String product, String name) {
        return calls.product(product).body().get(name).asLong();
    }

    private long reservedIn(String product, String warehouseId) {
        for (JsonNode warehouse : calls.product(product).body().get("warehouses")) {
            if (warehouse.get("warehouseId").asString().equals(warehouseId)) {
                return warehouse.get("reserved").asLong();
            }
        }
        throw new AssertionError(warehouseId + " is not a warehouse of the product");
    }

    private void assertEvent(String product, String expected) {
        assertThat(calls.lastEvent(product))
                .isEqualTo(Calls.JSON.readTree(json(expected.formatted(product))));
    }
}
