package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.NOON;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.registered;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The stock is ten. Seven are reserved for {@code order-1} until one minute past noon. */
class ExpiryTest {

    private static final Instant END = NOON.plusSeconds(60);
    private static final Instant JUST_BEFORE = END.minusMillis(1);

    private static Scenario reservedUntilEnd() {
        return given(registered(10), new StockReserved(PRODUCT, ORDER, 7, END));
    }

    @Test
    void a_reservation_ends_the_given_seconds_after_the_decision() {
        given(registered(10))
                .at(NOON)
                .when(new ReserveStock(PRODUCT, ORDER, 7, 60, false))
                .then(new StockReserved(PRODUCT, ORDER, 7, END));
    }

    @Test
    void a_reservation_holds_stock_until_a_millisecond_before_its_end() {
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(new ReserveStock(PRODUCT, "other", 4))
                .thenRefused(new InsufficientStock(PRODUCT, 3, 4));
    }

    @Test
    void a_reservation_holds_no_stock_from_its_end_even_before_the_expiry_is_recorded() {
        reservedUntilEnd()
                .at(END)
                .when(new ReserveStock(PRODUCT, "other", 10))
                .then(new StockReserved(PRODUCT, "other", 10, null));
    }

    @Test
    void the_stock_figures_change_at_the_end_of_the_reservation() {
        Product product = reservedUntilEnd().product();

        assertThat(product.reservedStock(JUST_BEFORE)).isEqualTo(7);
        assertThat(product.availableStock(JUST_BEFORE)).isEqualTo(3);
        assertThat(product.openReservations(JUST_BEFORE)).isEqualTo(1);
        assertThat(product.reservedStock(END)).isZero();
        assertThat(product.availableStock(END)).isEqualTo(10);
        assertThat(product.openReservations(END)).isZero();
        assertThat(product.reservedStock(JUST_BEFORE)).as("an earlier instant").isEqualTo(7);
    }

    @Test
    void a_lapsed_reservation_can_be_neither_shipped_nor_cancelled() {
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(new ShipStock(PRODUCT, ORDER, "main", 7))
                .then(new StockShipped(PRODUCT, ORDER, "main", 7));
        reservedUntilEnd()
                .at(END)
                .when(new ShipStock(PRODUCT, ORDER, "main", 7))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(new CancelReservation(PRODUCT, ORDER))
                .then(new ReservationCancelled(PRODUCT, ORDER, 7));
        reservedUntilEnd()
                .at(END)
                .when(new CancelReservation(PRODUCT, ORDER))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
    }

    @Test
    void a_lapsed_reservation_does_not_prevent_an_adjustment() {
        var toFive = new AdjustStock(PRODUCT, "main", 5, "broken", null);
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(toFive)
                .thenRefused(new WouldOversell(PRODUCT, null, 7, 5));
        reservedUntilEnd()
                .at(END)
                .when(toFive)
                .then(new StockAdjusted(PRODUCT, "main", 10, 5, "broken"));
    }

    @Test
    void an_order_may_reserve_again_after_a_lapse_whose_expiry_is_recorded_first() {
        reservedUntilEnd()
                .at(END)
                .when(new ReserveStock(PRODUCT, ORDER, 9))
                .then(
                        new ReservationExpired(PRODUCT, ORDER, 7),
                        new StockReserved(PRODUCT, ORDER, 9, null));
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(new ReserveStock(PRODUCT, ORDER, 3))
                .thenRefused(new ReservationExists(PRODUCT, ORDER, 7));
    }

    @Test
    void an_extension_moves_the_end_and_reserves_no_further_stock() {
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(new ReserveStock(PRODUCT, ORDER, 7, 120, true))
                .then(new ReservationExtended(PRODUCT, ORDER, JUST_BEFORE.plusSeconds(120)));
        Product product =
                given(
                                registered(10),
                                new StockReserved(PRODUCT, ORDER, 7, END),
                                new ReservationExtended(PRODUCT, ORDER, END.plusSeconds(1)))
                        .product();
        assertThat(product.availableStock(END)).isEqualTo(3);
        assertThat(product.availableStock(END.plusSeconds(1))).isEqualTo(10);
    }

    @Test
    void an_extension_of_another_quantity_is_refused_and_one_without_a_reservation_reserves() {
        reservedUntilEnd()
                .at(JUST_BEFORE)
                .when(new ReserveStock(PRODUCT, ORDER, 6, 120, true))
                .thenRefused(new ReservationExists(PRODUCT, ORDER, 7));
        given(registered(10))
                .at(NOON)
                .when(new ReserveStock(PRODUCT, ORDER, 7, 60, true))
                .then(new StockReserved(PRODUCT, ORDER, 7, END));
    }

    @Test
    void the_rest_of_a_partly_shipped_reservation_keeps_its_end() {
        Product product =
                given(
                                registered(10),
                                new StockReserved(PRODUCT, ORDER, 7, END),
                                new StockShipped(PRODUCT, ORDER, "main", 4))
                        .product();

        assertThat(product.availableStock(JUST_BEFORE)).isEqualTo(3);
        assertThat(product.availableStock(END)).isEqualTo(6);
    }

    @Test
    void only_lapsed_reservations_are_recorded_as_expired() {
        var sweep = new ExpireReservations(PRODUCT, List.of(ORDER, "gone", ORDER));
        reservedUntilEnd().at(END).when(sweep).then(new ReservationExpired(PRODUCT, ORDER, 7));
        reservedUntilEnd().at(JUST_BEFORE).when(sweep).then(new InventoryEvent[0]);
    }

    @Test
    void recording_the_expiry_does_not_change_the_available_stock() {
        Scenario before = reservedUntilEnd();
        Scenario after =
                given(
                        registered(10),
                        new StockReserved(PRODUCT, ORDER, 7, END),
                        new ReservationExpired(PRODUCT, ORDER, 7));
        assertThat(after.product().availableStock(END))
                .isEqualTo(before.product().availableStock(END));
    }
}
