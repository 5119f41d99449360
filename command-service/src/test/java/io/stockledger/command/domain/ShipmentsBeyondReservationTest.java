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

import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

class ShipmentsBeyondReservationTest {

    @Test
    void the_quantity_beyond_the_reservation_is_taken_from_available_stock() {
        given(registered(10), reserved(ORDER, 4))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 6, true))
                .then(
                        new ReservationChanged(PRODUCT, ORDER, 4, 6, null, null),
                        new StockShipped(PRODUCT, ORDER, MAIN, 6));
    }

    @Test
    void a_shipment_within_the_reservation_changes_nothing_else() {
        given(registered(10), reserved(ORDER, 4))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 3, true))
                .then(new StockShipped(PRODUCT, ORDER, MAIN, 3));
    }

    @Test
    void without_a_reservation_it_is_a_sale() {
        given(registered(10))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 6, true))
                .then(
                        new StockReserved(PRODUCT, ORDER, 6, null, MAIN),
                        new StockShipped(PRODUCT, ORDER, MAIN, 6));
    }

    @Test
    void a_lapsed_reservation_is_recorded_as_expired_before_the_sale() {
        given(registered(10), new StockReserved(PRODUCT, ORDER, 4, NOON))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 6, true))
                .then(
                        new ReservationExpired(PRODUCT, ORDER, 4),
                        new StockReserved(PRODUCT, ORDER, 6, null, MAIN),
                        new StockShipped(PRODUCT, ORDER, MAIN, 6));
    }

    @Test
    void stock_that_others_have_reserved_is_not_taken() {
        given(registered(10), received(NORTH, 10), reserved("other", 15), reserved(ORDER, 2))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 6, true))
                .thenRefused(new InsufficientStock(PRODUCT, 3, 4));
        given(registered(10), received(NORTH, 10), reservedIn(MAIN, "other", 5), reserved(ORDER, 2))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 6, true))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 5, 6));
    }
}
