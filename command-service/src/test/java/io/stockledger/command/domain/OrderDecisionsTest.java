package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.NOON;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Three products with a quantity of ten each in the warehouse {@code main}. */
class OrderDecisionsTest {

    private static final String ORDER = "order-1";

    private final Map<String, Product> products = new LinkedHashMap<>();

    OrderDecisionsTest() {
        for (String id : List.of("a", "b", "c")) {
            products.put(id, new Product(id));
            given(new ProductRegistered(id, "Lamp", "sku-" + id, 10, "main"));
        }
        products.put("unknown", new Product("unknown"));
    }

    private void given(InventoryEvent event) {
        product(event.productId()).apply(event, NOON);
    }

    private Product product(String id) {
        return products.computeIfAbsent(id, Product::new);
    }

    private Decision when(OrderCommand command) {
        return OrderDecisions.decide(products, command, NOON);
    }

    private static ReserveOrder basket(Policy policy, Line... lines) {
        return new ReserveOrder(ORDER, List.of(lines), null, policy);
    }

    private static ReserveOrder basket(Line... lines) {
        return basket(Policy.ALL_OR_NOTHING, lines);
    }

    private static StockReserved reserved(String productId, long quantity) {
        return new StockReserved(productId, ORDER, quantity, null);
    }

    @Test
    void a_basket_is_reserved_with_one_event_per_product() {
        assertThat(when(basket(new Line("a", 1), new Line("b", 10))))
                .isEqualTo(new Acceptance(List.of(reserved("a", 1), reserved("b", 10))));
    }

    @Test
    void quantities_of_a_product_on_two_lines_are_added_up_before_the_check() {
        assertThat(when(basket(new Line("a", 6), new Line("b", 1), new Line("a", 4))))
                .isEqualTo(new Acceptance(List.of(reserved("a", 10), reserved("b", 1))));
        assertThat(when(basket(new Line("a", 6), new Line("a", 5))))
                .isEqualTo(lacking(new Shortage("a", null, 10, 11)));
    }

    @Test
    void a_basket_that_is_not_available_as_a_whole_names_every_short_line() {
        assertThat(when(basket(new Line("a", 11), new Line("b", 1), new Line("c", 12))))
                .isEqualTo(
                        lacking(new Shortage("a", null, 10, 11), new Shortage("c", null, 10, 12)));
    }

    @Test
    void a_partial_basket_gets_the_available_quantity_of_each_line() {
        given(new StockReserved("c", "other", 10, null));

        assertThat(
                        when(
                                basket(
                                        Policy.PARTIAL,
                                        new Line("a", 11),
                                        new Line("b", 1),
                                        new Line("c", 5))))
                .isEqualTo(new Acceptance(List.of(reserved("a", 10), reserved("b", 1))));
    }

    @Test
    void a_partial_basket_without_any_available_quantity_is_refused() {
        given(new StockReserved("c", "other", 10, null));

        assertThat(when(basket(Policy.PARTIAL, new Line("c", 5))))
                .isEqualTo(lacking(new Shortage("c", null, 0, 5)));
    }

    @Test
    void a_second_basket_names_every_product_that_the_order_has_reserved_already() {
        given(reserved("b", 10));
        given(reserved("c", 2));

        assertThat(
                        when(
                                basket(
                                        new Line("a", 11),
                                        new Line("c", 1),
                                        new Line("b", 10),
                                        new Line("c", 5))))
                .isEqualTo(
                        new OrderReservationsExist(
                                ORDER, List.of(new Line("c", 2), new Line("b", 10))));
    }

    @Test
    void a_lapsed_reservation_of_the_order_is_recorded_as_expired_before_the_new_one() {
        given(new StockReserved("a", ORDER, 10, NOON));

        assertThat(when(new ReserveOrder(ORDER, List.of(new Line("a", 4)), 60, Policy.PARTIAL)))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationExpired("a", ORDER, 10),
                                        new StockReserved("a", ORDER, 4, NOON.plusSeconds(60)))));
    }

    @Test
    void refusals_have_the_order_of_precedence_of_the_contract_over_all_lines() {
        given(reserved("b", 1));
        Line invalid = new Line("a", 0);
        Line held = new Line("b", 1);
        Line shortage = new Line("c", 11);

        assertThat(when(basket(shortage, invalid, held, new Line("unknown", 0))))
                .isEqualTo(new ProductNotFound("unknown"));
        assertThat(when(basket(shortage, invalid, held)))
                .isEqualTo(new OrderReservationsExist(ORDER, List.of(new Line("b", 1))));
        assertThat(when(basket(shortage, invalid)))
                .isEqualTo(
                        new InvalidQuantity(
                                "lines[1].quantity",
                                0,
                                "must be from 1 to " + Quantities.QUANTITY_MAX));
    }

    @Test
    void lines_whose_sum_exceeds_the_maximum_quantity_are_invalid() {
        assertThat(when(basket(new Line("a", Quantities.QUANTITY_MAX), new Line("a", 1))))
                .isEqualTo(
                        new InvalidQuantity(
                                "lines[1].quantity",
                                1,
                                "would bring the sum beyond " + Quantities.QUANTITY_MAX));
    }

    @Test
    void cancelling_an_order_cancels_all_its_reservations() {
        given(reserved("a", 3));
        given(reserved("b", 5));
        given(new StockShipped("b", ORDER, "main", 2));
        given(new StockReserved("c", ORDER, 1, NOON));

        assertThat(when(new CancelOrder(ORDER, new LinkedHashSet<>(List.of("a", "b", "c")))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationCancelled("a", ORDER, 3),
                                        new ReservationCancelled("b", ORDER, 3))));
    }

    @Test
    void cancelling_an_order_without_reservations_is_refused() {
        var cancel = new CancelOrder(ORDER, new LinkedHashSet<>(List.of("a")));
        assertThat(when(cancel)).isEqualTo(new OrderReservationsNotFound(ORDER));
    }

    @Test
    void an_order_ships_each_line_from_its_warehouse() {
        given(new StockReceived("a", "north", 5, "delivery"));
        given(reserved("a", 8));
        given(reserved("b", 2));

        assertThat(
                        when(
                                new ShipOrder(
                                        ORDER,
                                        List.of(
                                                new Shipment("a", "main", 3),
                                                new Shipment("a", "north", 5),
                                                new Shipment("b", "main", 1)))))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new StockShipped("a", ORDER, "main", 3),
                                        new StockShipped("a", ORDER, "north", 5),
                                        new StockShipped("b", ORDER, "main", 1))));
    }

    @Test
    void the_lines_of_a_shipment_together_exceed_neither_the_reservation_nor_the_stock() {
        given(new StockReceived("a", "north", 5, "delivery"));
        given(reserved("a", 8));

        assertThat(
                        when(
                                new ShipOrder(
                                        ORDER,
                                        List.of(
                                                new Shipment("a", "main", 4),
                                                new Shipment("a", "north", 5)))))
                .isEqualTo(
                        new InvalidQuantity(
                                "lines[1].quantity",
                                5,
                                "ships more than the 8 reserved for the order"));
        assertThat(
                        when(
                                new ShipOrder(
                                        ORDER,
                                        List.of(
                                                new Shipment("a", "north", 3),
                                                new Shipment("a", "north", 3)))))
                .isEqualTo(lacking(new Shortage("a", "north", 5, 6)));
        assertThat(when(new ShipOrder(ORDER, List.of(new Shipment("c", "main", 1)))))
                .isEqualTo(new ReservationNotFound("c", ORDER));
    }

    @Test
    void a_shipment_on_a_lapsed_reservation_is_refused() {
        given(new StockReserved("a", ORDER, 8, NOON.plusSeconds(1)));
        var ship = new ShipOrder(ORDER, List.of(new Shipment("a", "main", 8)));

        assertThat(OrderDecisions.decide(products, ship, NOON.plusMillis(999)))
                .isInstanceOf(Acceptance.class);
        Instant end = NOON.plusSeconds(1);
        assertThat(OrderDecisions.decide(products, ship, end))
                .isEqualTo(new ReservationNotFound("a", ORDER));
    }

    private static InsufficientOrderStock lacking(Shortage... lines) {
        return new InsufficientOrderStock(ORDER, List.of(lines));
    }
}
