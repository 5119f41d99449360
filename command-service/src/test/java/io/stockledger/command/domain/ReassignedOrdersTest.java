package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.NOON;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Three products with a quantity of ten each in the warehouse {@code main}. */
class ReassignedOrdersTest {

    private static final String ORDER = "order-1";

    private final Map<String, Product> products = new LinkedHashMap<>();

    ReassignedOrdersTest() {
        for (String id : List.of("a", "b", "c")) {
            products.put(id, new Product(id));
            given(new ProductRegistered(id, "Lamp", "sku-" + id, 10, "main"));
        }
        products.put("unknown", new Product("unknown"));
    }

    private void given(InventoryEvent event) {
        products.computeIfAbsent(event.productId(), Product::new).apply(event, NOON);
    }

    private Decision when(OrderCommand command) {
        return OrderDecisions.decide(products, command, NOON);
    }

    private static final String TO = "order-2";

    private static ReassignOrder reassignment(String... chosen) {
        return new ReassignOrder(
                ORDER,
                TO,
                chosen.length == 0 ? null : new LinkedHashSet<>(List.of(chosen)),
                new LinkedHashSet<>(List.of("a", "b", "c")));
    }

    @Test
    void all_reservations_of_an_order_go_to_another_order_even_while_stock_is_short() {
        given(new StockReserved("a", ORDER, 10, NOON.plusSeconds(9)));
        given(new StockReserved("b", ORDER, 4, null, "main"));
        given(new StockAdjusted("a", "main", 10, 1, "physical-count"));

        assertThat(when(reassignment()))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationReassigned(
                                                "a", ORDER, TO, 10, NOON.plusSeconds(9), null),
                                        new ReservationReassigned(
                                                "b", ORDER, TO, 4, null, "main"))));
    }

    @Test
    void chosen_products_go_and_the_others_stay() {
        given(new StockReserved("a", ORDER, 3, null));
        given(new StockReserved("b", ORDER, 4, null));

        assertThat(when(reassignment("b")))
                .isEqualTo(
                        new Acceptance(
                                List.of(new ReservationReassigned("b", ORDER, TO, 4, null, null))));
        assertThat(when(reassignment("b", "c"))).isEqualTo(new ReservationNotFound("c", ORDER));
        assertThat(when(reassignment("unknown"))).isEqualTo(new ProductNotFound("unknown"));
    }

    @Test
    void quantities_are_added_and_the_later_end_counts() {
        given(new StockReserved("a", ORDER, 3, NOON.plusSeconds(9)));
        given(new StockReserved("a", TO, 2, NOON.plusSeconds(12)));
        given(new StockReserved("b", ORDER, 3, NOON.plusSeconds(9)));
        given(new StockReserved("b", TO, 2, null));
        var events =
                List.<InventoryEvent>of(
                        new ReservationReassigned("a", ORDER, TO, 3, NOON.plusSeconds(12), null),
                        new ReservationReassigned("b", ORDER, TO, 3, null, null));

        assertThat(when(reassignment())).isEqualTo(new Acceptance(events));
        events.forEach(this::given);
        assertThat(Objects.requireNonNull(products.get("a")).reservations())
                .isEqualTo(Map.of(TO, new Reservation(5, NOON.plusSeconds(12))));
    }

    @Test
    void reservations_that_are_bound_differently_are_not_added() {
        given(new StockReserved("a", ORDER, 3, null, "main"));
        given(new StockReserved("a", TO, 2, null));
        given(new StockReserved("b", ORDER, 3, null));
        given(new StockReserved("b", TO, 4, null, "main"));

        assertThat(when(reassignment()))
                .isEqualTo(
                        new OrderReservationsExist(
                                TO, List.of(new Line("a", 2), new Line("b", 4))));
    }

    @Test
    void reservations_that_together_exceed_the_maximum_are_not_added() {
        given(new StockReserved("a", ORDER, 2, null));
        given(new StockReserved("a", TO, Quantities.QUANTITY_MAX - 1, NOON.plusSeconds(9)));
        given(new StockReserved("b", ORDER, 1, null));
        given(new StockReserved("b", TO, Quantities.QUANTITY_MAX - 1, NOON.plusSeconds(9)));

        assertThat(when(reassignment()))
                .isEqualTo(
                        new OrderReservationsExist(
                                TO, List.of(new Line("a", Quantities.QUANTITY_MAX - 1))));
    }

    @Test
    void a_lapsed_reservation_of_the_other_order_is_recorded_as_expired_first() {
        given(new StockReserved("a", ORDER, 3, null));
        given(new StockReserved("a", TO, 2, NOON));

        assertThat(when(reassignment()))
                .isEqualTo(
                        new Acceptance(
                                List.of(
                                        new ReservationExpired("a", TO, 2),
                                        new ReservationReassigned("a", ORDER, TO, 3, null, null))));
    }

    @Test
    void an_order_that_holds_nothing_is_not_reassigned() {
        assertThat(when(reassignment())).isEqualTo(new OrderReservationsNotFound(ORDER));
    }
}
