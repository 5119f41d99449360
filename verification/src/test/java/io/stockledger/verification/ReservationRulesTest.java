package io.stockledger.verification;

import static io.stockledger.verification.ModelHistory.PRODUCT;
import static io.stockledger.verification.ModelHistory.registered;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class ReservationRulesTest {

    @Test
    void a_grant_beyond_the_available_stock_is_a_contradiction() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 8, null))
                .contradicts(
                        new StockReserved(PRODUCT, "order-2", 3, null),
                        "3 are reserved",
                        "2 are available");
    }

    @Test
    void blocked_and_safety_stock_is_not_available_and_backorders_are() {
        registered(10)
                .apply(
                        new StockBlocked(PRODUCT, "main", 4, "damaged"),
                        new StockPolicySet(PRODUCT, 3, 2, null))
                .contradicts(
                        new StockReserved(PRODUCT, "order-1", 6, null),
                        "6 are reserved",
                        "5 are available")
                .apply(new StockReserved(PRODUCT, "order-1", 5, null));
    }

    @Test
    void a_grant_in_a_warehouse_beyond_what_is_free_there_is_a_contradiction() {
        registered(10)
                .apply(
                        new StockReceived(PRODUCT, "north", 9, "delivery"),
                        new StockBlocked(PRODUCT, "north", 3, "damaged"),
                        new StockReserved(PRODUCT, "order-1", 4, null, "north"))
                .contradicts(
                        new StockReserved(PRODUCT, "order-2", 3, null, "north"),
                        "3 are reserved for order 'order-2' in warehouse 'north'",
                        "2 are available there")
                .contradicts(
                        new StockReserved(PRODUCT, "order-2", 1, null, "south"),
                        "0 are available there")
                .apply(new StockReserved(PRODUCT, "order-2", 2, null, "north"));
    }

    @Test
    void a_lapsed_reservation_holds_nothing_although_its_expiry_is_not_recorded() {
        ModelHistory history = registered(10);
        history.apply(
                new StockReserved(PRODUCT, "order-1", 10, history.in(2), "main"),
                new StockReserved(PRODUCT, "order-2", 10, null, "main"));

        assertThat(history.model().reservedStock()).isEqualTo(20);
        assertThat(history.model().reservedAt(history.in(0))).isEqualTo(10);
        assertThat(history.model().warehouses())
                .containsEntry("main", new ModelWarehouse(10, 0, 20));
    }

    static List<InventoryEvent> eventsOfAReservation() {
        return List.of(
                new ReservationExtended(PRODUCT, "order-1", registered(1).in(1_000_000)),
                new ReservationChanged(PRODUCT, "order-1", 4, 3, null, null),
                new ReservationReassigned(PRODUCT, "order-1", "order-2", 4, null, null),
                new ReservationCancelled(PRODUCT, "order-1", 4),
                new StockShipped(PRODUCT, "order-1", "main", 4));
    }

    @ParameterizedTest
    @MethodSource("eventsOfAReservation")
    void a_lapsed_reservation_is_not_used_any_more(InventoryEvent event) {
        ModelHistory history = registered(10);
        history.apply(new StockReserved(PRODUCT, "order-1", 4, history.in(60)))
                .after(60)
                .contradicts(event, "the reservation of order 'order-1' is used at", "it ended at")
                .apply(new ReservationExpired(PRODUCT, "order-1", 4))
                .contradicts(event, "order 'order-1' holds no reservation");
    }

    @Test
    void a_reservation_that_expires_before_its_end_is_a_contradiction() {
        ModelHistory history = registered(10);
        history.apply(new StockReserved(PRODUCT, "order-1", 10, history.in(3600)))
                .contradicts(new ReservationExpired(PRODUCT, "order-1", 10), "its end is");
    }

    @Test
    void a_shipment_beyond_the_reservation_or_the_warehouse_is_a_contradiction() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 4, null))
                .contradicts(
                        new StockShipped(PRODUCT, "order-1", "main", 5),
                        "5 are shipped",
                        "4 are reserved")
                .contradicts(
                        new StockShipped(PRODUCT, "order-1", "north", 1),
                        "1 leave warehouse 'north'",
                        "0 there are neither blocked nor reserved");
    }

    @Test
    void a_shipment_of_blocked_stock_or_of_what_others_have_reserved_there_is_a_contradiction() {
        registered(10)
                .apply(
                        new StockReceived(PRODUCT, "north", 9, "delivery"),
                        new StockBlocked(PRODUCT, "main", 2, "damaged"),
                        new StockReserved(PRODUCT, "order-1", 5, null, "main"),
                        new StockReserved(PRODUCT, "order-2", 6, null))
                .contradicts(
                        new StockShipped(PRODUCT, "order-2", "main", 4),
                        "4 leave warehouse 'main'",
                        "3 there are neither blocked nor reserved for other orders")
                .apply(
                        new StockShipped(PRODUCT, "order-2", "main", 3),
                        new StockShipped(PRODUCT, "order-1", "main", 5));
    }

    @Test
    void a_second_reservation_of_an_order_is_a_contradiction() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 4, null))
                .contradicts(new StockReserved(PRODUCT, "order-1", 1, null), "it still holds 4");
    }

    @Test
    void a_partial_cancellation_is_a_contradiction() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 4, null))
                .contradicts(
                        new ReservationCancelled(PRODUCT, "order-1", 3), "3 of 4 are cancelled");
    }

    @Test
    void a_change_from_another_quantity_is_a_contradiction() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 4, null))
                .contradicts(
                        new ReservationChanged(PRODUCT, "order-1", 3, 5, null, null),
                        "changed from 3",
                        "it holds 4");
    }

    @Test
    void a_raise_asks_only_for_the_difference_and_not_for_more_than_is_available() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 8, null))
                .contradicts(
                        new ReservationChanged(PRODUCT, "order-1", 8, 11, null, null),
                        "3 are reserved",
                        "2 are available")
                .apply(new ReservationChanged(PRODUCT, "order-1", 8, 10, null, null));
    }

    @Test
    void a_change_to_another_warehouse_asks_there_for_all_of_it() {
        registered(10)
                .apply(
                        new StockReceived(PRODUCT, "north", 3, "delivery"),
                        new StockReserved(PRODUCT, "order-1", 4, null, "main"))
                .contradicts(
                        new ReservationChanged(PRODUCT, "order-1", 4, 4, null, "north"),
                        "4 are reserved for order 'order-1' in warehouse 'north'",
                        "3 are available there")
                .apply(
                        new ReservationChanged(PRODUCT, "order-1", 4, 3, null, "north"),
                        new ReservationChanged(PRODUCT, "order-1", 3, 13, null, null));
    }

    @Test
    void a_raise_beyond_the_warehouse_of_the_reservation_is_right_only_if_all_of_it_is_shipped() {
        var raise = new ReservationChanged(PRODUCT, "order-1", 2, 7, null, "north");
        ModelHistory shipped =
                bound().apply(
                                raise,
                                new StockShipped(PRODUCT, "order-1", "main", 4),
                                new StockShipped(PRODUCT, "order-1", "main", 3),
                                new StockReceived(PRODUCT, "north", 1, "delivery"));

        assertThat(shipped.model().openLines()).isEmpty();
        bound().apply(raise, new StockShipped(PRODUCT, "order-1", "main", 4))
                .contradicts(
                        new StockReceived(PRODUCT, "north", 1, "delivery"),
                        "the reservation of order 'order-1' was raised beyond its warehouse");
        bound().apply(new StockReserved(PRODUCT, "order-2", 1, null), raise)
                .contradicts(
                        new StockShipped(PRODUCT, "order-2", "main", 1),
                        "the reservation of order 'order-1' was raised beyond its warehouse");
    }

    /** 12 are in main, and 2 in north, which are reserved for order-1. */
    private static ModelHistory bound() {
        return registered(12)
                .apply(
                        new StockReceived(PRODUCT, "north", 2, "delivery"),
                        new StockReserved(PRODUCT, "order-1", 2, null, "north"));
    }

    @Test
    void a_reassignment_of_a_part_or_to_the_order_itself_is_a_contradiction() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 4, null))
                .contradicts(
                        new ReservationReassigned(PRODUCT, "order-1", "order-2", 3, null, null),
                        "3 of 4 are reassigned")
                .contradicts(
                        new ReservationReassigned(PRODUCT, "order-1", "order-1", 4, null, null),
                        "reassigned to itself");
    }

    @Test
    void a_reassignment_adds_the_quantities_and_the_later_end_counts() {
        ModelHistory history = registered(10);
        var later = history.in(700);
        history.apply(
                        new StockReserved(PRODUCT, "order-1", 4, history.in(600)),
                        new StockReserved(PRODUCT, "order-2", 3, later))
                .contradicts(
                        new ReservationReassigned(
                                PRODUCT, "order-1", "order-2", 4, later.minusSeconds(1), null),
                        "the reassigned reservation of order 'order-2' is until")
                .apply(new ReservationReassigned(PRODUCT, "order-1", "order-2", 4, later, null));

        assertThat(history.model().openLines())
                .containsOnlyKeys("order-2")
                .containsEntry("order-2", new ModelLine(7, 0, 0, "open", later, null, 2, null));
    }

    @Test
    void a_reassignment_to_more_than_the_largest_quantity_is_a_contradiction() {
        registered(10)
                .apply(
                        new StockPolicySet(PRODUCT, 0, ContradictionException.QUANTITY_MAX, null),
                        new StockReserved(
                                PRODUCT, "order-1", ContradictionException.QUANTITY_MAX, null),
                        new StockReserved(PRODUCT, "order-2", 1, null))
                .contradicts(
                        new ReservationReassigned(PRODUCT, "order-2", "order-1", 1, null, null),
                        "the quantity is 9007199254740992");
    }

    @Test
    void a_reassignment_between_warehouses_or_to_a_lapsed_reservation_is_a_contradiction() {
        ModelHistory history = registered(20);
        history.apply(
                        new StockReserved(PRODUCT, "order-1", 4, null, "main"),
                        new StockReserved(PRODUCT, "order-2", 3, null),
                        new StockReserved(PRODUCT, "order-3", 3, history.in(60), "main"))
                .contradicts(
                        new ReservationReassigned(PRODUCT, "order-1", "order-2", 4, null, "main"),
                        "a reservation in warehouse 'main' is reassigned to order 'order-2'",
                        "whose own is in 'null'")
                .contradicts(
                        new ReservationReassigned(PRODUCT, "order-1", "order-4", 4, null, "north"),
                        "in 'north' by its event, and until null in 'main'")
                .after(60)
                .contradicts(
                        new ReservationReassigned(PRODUCT, "order-1", "order-3", 4, null, "main"),
                        "the reservation of order 'order-3' is used at");
    }

    @Test
    void the_status_tells_a_part_shipment_from_a_full_cancellation() {
        ModelLine open = ModelLine.none().opened(5, null, null, 1);
        ModelLine partly = open.shipped(2);

        assertThat(open.status()).isEqualTo("open");
        assertThat(partly.status()).isEqualTo("partly-shipped");
        assertThat(partly.shipped(3).status()).isEqualTo("shipped");
        assertThat(open.released("cancelled").status()).isEqualTo("cancelled");
        assertThat(partly.released("cancelled").status())
                .isEqualTo("partly-shipped-then-cancelled");
        assertThat(partly.released("expired").status()).isEqualTo("partly-shipped-then-expired");
        assertThat(open.reassignedTo("order-2").status()).isEqualTo("reassigned");
        assertThat(partly.reassignedTo("order-2").status())
                .isEqualTo("partly-shipped-then-reassigned");
    }
}
