package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.QUANTITY_MAX;
import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NOON;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.policy;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A product with a quantity of 20 and the largest backorder limit: its stock would suffice for more
 * reservations than the largest quantity.
 */
class ReservedQuantityLimitTest {

    private static final String RULE = "would bring the reserved quantity beyond " + QUANTITY_MAX;

    /** The order holds 2, and others hold so much that 4 more can be reserved. */
    private static Scenario fourLeft() {
        return given(
                registered(20),
                policy(0, QUANTITY_MAX),
                reserved(ORDER, 2),
                reserved("others", QUANTITY_MAX - 6));
    }

    private static InvalidQuantity beyond(String field, long quantity) {
        return new InvalidQuantity(field, quantity, RULE);
    }

    private static Decision decide(Scenario scenario, OrderCommand command) {
        return OrderDecisions.decide(Map.of(PRODUCT, scenario.product()), command, NOON);
    }

    private static Acceptance events(InventoryEvent... events) {
        return new Acceptance(List.of(events));
    }

    @Test
    void a_reservation_is_refused_before_it_is_short() {
        fourLeft()
                .when(new ReserveStock(PRODUCT, "new", 4))
                .then(new StockReserved(PRODUCT, "new", 4, null));
        fourLeft().when(new ReserveStock(PRODUCT, "new", 5)).thenRefused(beyond("quantity", 5));
        fourLeft()
                .when(new ReserveStock(PRODUCT, "new", QUANTITY_MAX))
                .thenRefused(beyond("quantity", QUANTITY_MAX));
    }

    @Test
    void a_lapsed_reservation_does_not_count() {
        given(
                        registered(20),
                        policy(0, QUANTITY_MAX),
                        new StockReserved(PRODUCT, ORDER, QUANTITY_MAX, NOON))
                .when(new ReserveStock(PRODUCT, ORDER, QUANTITY_MAX))
                .then(
                        new ReservationExpired(PRODUCT, ORDER, QUANTITY_MAX),
                        new StockReserved(PRODUCT, ORDER, QUANTITY_MAX, null));
    }

    private static ChangeReservation change(long quantity) {
        return new ChangeReservation(
                PRODUCT, ORDER, quantity, new Edit.Keep<>(), new Edit.Keep<>());
    }

    @Test
    void a_raise_counts_with_its_difference() {
        fourLeft().when(change(6)).then(new ReservationChanged(PRODUCT, ORDER, 2, 6, null, null));
        fourLeft().when(change(7)).thenRefused(beyond("quantity", 7));
    }

    @Test
    void a_reservation_can_be_lowered_where_more_is_reserved_already() {
        given(registered(20), reserved(ORDER, 2), reserved("others", QUANTITY_MAX))
                .when(change(1))
                .then(new ReservationChanged(PRODUCT, ORDER, 2, 1, null, null));
    }

    @Test
    void a_shipment_beyond_the_reservation_counts_with_its_difference() {
        fourLeft()
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 6, true))
                .then(
                        new ReservationChanged(PRODUCT, ORDER, 2, 6, null, null),
                        new StockShipped(PRODUCT, ORDER, MAIN, 6));
        fourLeft()
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 7, true))
                .thenRefused(beyond("quantity", 7));
        fourLeft()
                .when(new ShipStock(PRODUCT, "new", MAIN, 5, true))
                .thenRefused(beyond("quantity", 5));
    }

    private static ReserveOrder basket(Policy policy, long... quantities) {
        var lines = Arrays.stream(quantities).mapToObj(q -> new Line(PRODUCT, q));
        return new ReserveOrder("new", lines.toList(), null, policy);
    }

    @Test
    void the_lines_of_a_basket_are_added_up() {
        assertThat(decide(fourLeft(), basket(Policy.ALL_OR_NOTHING, 3, 1)))
                .isEqualTo(events(new StockReserved(PRODUCT, "new", 4, null)));
        for (Policy policy : Policy.values()) {
            assertThat(decide(fourLeft(), basket(policy, 3, 2)))
                    .isEqualTo(beyond("lines[1].quantity", 2));
        }
    }

    private static ChangeOrder changeOrder(String orderId, long quantity) {
        return new ChangeOrder(
                orderId,
                List.of(new LineChange(PRODUCT, quantity, new Edit.Keep<>())),
                new Edit.Keep<>(),
                Set.of(PRODUCT));
    }

    @Test
    void a_line_of_a_changed_order_counts_with_its_difference() {
        assertThat(decide(fourLeft(), changeOrder(ORDER, 6)))
                .isEqualTo(events(new ReservationChanged(PRODUCT, ORDER, 2, 6, null, null)));
        assertThat(decide(fourLeft(), changeOrder(ORDER, 7)))
                .isEqualTo(beyond("lines[0].quantity", 7));
        assertThat(decide(fourLeft(), changeOrder("new", 5)))
                .isEqualTo(beyond("lines[0].quantity", 5));
    }

    private static List<Shipment> shipments(long... quantities) {
        return Arrays.stream(quantities)
                .mapToObj(quantity -> new Shipment(PRODUCT, MAIN, quantity))
                .toList();
    }

    @Test
    void the_lines_of_a_shipment_beyond_the_reservation_are_added_up() {
        assertThat(decide(fourLeft(), new ShipOrder(ORDER, shipments(3, 3), true)))
                .isEqualTo(
                        events(
                                new ReservationChanged(PRODUCT, ORDER, 2, 6, null, null),
                                new StockShipped(PRODUCT, ORDER, MAIN, 3),
                                new StockShipped(PRODUCT, ORDER, MAIN, 3)));
        assertThat(decide(fourLeft(), new ShipOrder(ORDER, shipments(3, 4), true)))
                .isEqualTo(beyond("lines[1].quantity", 4));
    }

    @Test
    void the_lines_of_a_sale_are_added_up() {
        assertThat(decide(fourLeft(), new SellOrder("new", shipments(4), Policy.ALL_OR_NOTHING)))
                .isEqualTo(
                        events(
                                new StockReserved(PRODUCT, "new", 4, null, MAIN),
                                new StockShipped(PRODUCT, "new", MAIN, 4)));
        for (Policy policy : Policy.values()) {
            assertThat(decide(fourLeft(), new SellOrder("new", shipments(1, 4), policy)))
                    .isEqualTo(beyond("lines[1].quantity", 4));
        }
    }
}
