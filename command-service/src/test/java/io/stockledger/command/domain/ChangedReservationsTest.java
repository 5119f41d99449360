package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NOON;
import static io.stockledger.command.domain.Scenario.NORTH;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.received;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;
import static io.stockledger.command.domain.Scenario.reservedIn;

import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.junit.jupiter.api.Test;

class ChangedReservationsTest {

    private static final Edit<Integer> SAME_END = new Edit.Keep<>();
    private static final Edit<String> SAME_PLACE = new Edit.Keep<>();

    private static ChangeReservation quantity(long quantity) {
        return new ChangeReservation(PRODUCT, ORDER, quantity, SAME_END, SAME_PLACE);
    }

    @Test
    void a_raise_asks_for_the_difference_only() {
        given(registered(10), reserved(ORDER, 8))
                .when(quantity(10))
                .then(new ReservationChanged(PRODUCT, ORDER, 8, 10, null, null));
        given(registered(10), reserved(ORDER, 8))
                .when(quantity(11))
                .thenRefused(new InsufficientStock(PRODUCT, 2, 3));
    }

    @Test
    void a_reservation_is_lowered_even_while_orders_exceed_the_stock() {
        given(
                        registered(10),
                        reserved(ORDER, 8),
                        new StockAdjusted(PRODUCT, MAIN, 10, 1, "physical-count"))
                .when(quantity(7))
                .then(new ReservationChanged(PRODUCT, ORDER, 8, 7, null, null));
    }

    @Test
    void a_raise_of_a_bound_reservation_asks_its_warehouse_for_the_difference() {
        var scenario = given(registered(5), received(NORTH, 5), reservedIn(MAIN, ORDER, 4));

        scenario.when(quantity(5)).then(new ReservationChanged(PRODUCT, ORDER, 4, 5, null, MAIN));
        scenario.when(quantity(7)).thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 1, 3));
    }

    @Test
    void a_reservation_that_moves_asks_the_other_warehouse_for_all_of_it() {
        var scenario = given(registered(5), received(NORTH, 3), reservedIn(MAIN, ORDER, 4));

        scenario.when(
                        new ChangeReservation(
                                PRODUCT, ORDER, null, SAME_END, new Edit.SetTo<>(NORTH)))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, NORTH, 3, 4));
        scenario.when(new ChangeReservation(PRODUCT, ORDER, 3L, SAME_END, new Edit.SetTo<>(NORTH)))
                .then(new ReservationChanged(PRODUCT, ORDER, 4, 3, null, NORTH));
        scenario.when(new ChangeReservation(PRODUCT, ORDER, null, SAME_END, new Edit.SetTo<>(null)))
                .then(new ReservationChanged(PRODUCT, ORDER, 4, 4, null, null));
    }

    @Test
    void the_end_is_moved_or_removed_and_all_else_stays() {
        var scenario =
                given(
                        registered(5),
                        new StockReserved(PRODUCT, ORDER, 4, NOON.plusSeconds(5), MAIN));

        scenario.when(new ChangeReservation(PRODUCT, ORDER, null, new Edit.SetTo<>(60), SAME_PLACE))
                .then(new ReservationChanged(PRODUCT, ORDER, 4, 4, NOON.plusSeconds(60), MAIN));
        scenario.when(
                        new ChangeReservation(
                                PRODUCT, ORDER, null, new Edit.SetTo<>(null), SAME_PLACE))
                .then(new ReservationChanged(PRODUCT, ORDER, 4, 4, null, MAIN));
    }

    @Test
    void a_change_to_the_present_values_records_nothing() {
        given(registered(5), reservedIn(MAIN, ORDER, 4))
                .when(
                        new ChangeReservation(
                                PRODUCT, ORDER, 4L, new Edit.SetTo<>(null), new Edit.SetTo<>(MAIN)))
                .then();
    }

    @Test
    void a_reservation_that_does_not_exist_or_has_lapsed_is_not_changed() {
        given(registered(5)).when(quantity(1)).thenRefused(new ReservationNotFound(PRODUCT, ORDER));
        given(registered(5), new StockReserved(PRODUCT, ORDER, 4, NOON))
                .when(quantity(1))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
    }

    @Test
    void a_quantity_below_1_is_invalid() {
        given(registered(5), reserved(ORDER, 4))
                .when(quantity(0))
                .thenRefused(
                        new InvalidQuantity(
                                "quantity", 0, "must be from 1 to " + Quantities.QUANTITY_MAX));
    }
}
