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

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.junit.jupiter.api.Test;

/** Reservations that are bound to a warehouse. */
class WarehouseReservationsTest {

    @Test
    void a_bound_reservation_needs_the_quantity_in_its_warehouse() {
        var scenario = given(registered(2), received(NORTH, 8), reservedIn(MAIN, "other", 1));

        scenario.when(new ReserveStock(PRODUCT, ORDER, 1, null, false, MAIN))
                .then(new StockReserved(PRODUCT, ORDER, 1, null, MAIN));
        scenario.when(new ReserveStock(PRODUCT, ORDER, 2, null, false, MAIN))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 1, 2));
    }

    @Test
    void a_warehouse_that_was_never_seen_has_nothing_to_reserve() {
        given(registered(2))
                .when(new ReserveStock(PRODUCT, ORDER, 1, null, false, "nowhere"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, "nowhere", 0, 1));
    }

    @Test
    void a_bound_reservation_needs_available_stock_of_the_product_too() {
        given(registered(2), received(NORTH, 8), reserved("other", 9))
                .when(new ReserveStock(PRODUCT, ORDER, 2, null, false, NORTH))
                .thenRefused(new InsufficientStock(PRODUCT, 1, 2));
    }

    @Test
    void stock_that_is_reserved_in_a_warehouse_is_not_taken_out_of_it_for_others() {
        var scenario =
                given(
                        registered(5),
                        received(NORTH, 5),
                        reservedIn(MAIN, "pickup", 4),
                        reserved(ORDER, 2));

        scenario.when(new ShipStock(PRODUCT, ORDER, MAIN, 2))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 1, 2));
        scenario.when(new TransferStock(PRODUCT, MAIN, NORTH, 2, "truck-7"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 1, 2));
        scenario.when(new ShipStock(PRODUCT, "pickup", MAIN, 4))
                .then(new StockShipped(PRODUCT, "pickup", MAIN, 4));
    }

    @Test
    void only_a_reservation_in_the_same_warehouse_is_extended() {
        var bound = given(registered(5), reservedIn(MAIN, ORDER, 2));
        var unbound = given(registered(5), reserved(ORDER, 2));
        var extended = new ReservationExtended(PRODUCT, ORDER, NOON.plusSeconds(60));
        var exists = new ReservationExists(PRODUCT, ORDER, 2);

        bound.when(new ReserveStock(PRODUCT, ORDER, 2, 60, true, MAIN)).then(extended);
        bound.when(new ReserveStock(PRODUCT, ORDER, 2, 60, true, null)).then(extended);
        bound.when(new ReserveStock(PRODUCT, ORDER, 2, 60, true, NORTH)).thenRefused(exists);
        unbound.when(new ReserveStock(PRODUCT, ORDER, 2, 60, true, MAIN)).thenRefused(exists);
    }

    @Test
    void an_order_may_ship_its_bound_reservation_from_another_warehouse() {
        given(registered(5), received(NORTH, 5), reservedIn(MAIN, ORDER, 4))
                .when(new ShipStock(PRODUCT, ORDER, NORTH, 4))
                .then(new StockShipped(PRODUCT, ORDER, NORTH, 4));
    }

    @Test
    void a_lapsed_reservation_holds_nothing_in_its_warehouse() {
        var scenario = given(registered(5), new StockReserved(PRODUCT, "pickup", 5, NOON, MAIN));

        scenario.when(new TransferStock(PRODUCT, MAIN, NORTH, 5, "truck-7"))
                .then(new StockTransferred(PRODUCT, MAIN, NORTH, 5, "truck-7"));
        assertThat(scenario.product().reservedIn(MAIN, NOON)).isZero();
        assertThat(scenario.product().reservedIn(MAIN, NOON.minusMillis(1))).isEqualTo(5);
    }

    @Test
    void an_adjustment_below_the_bound_reservations_names_the_warehouse() {
        given(registered(5), received(NORTH, 50), reservedIn(MAIN, ORDER, 4))
                .when(new AdjustStock(PRODUCT, MAIN, 3, "broken", null))
                .thenRefused(new WouldOversell(PRODUCT, MAIN, 4, 53));
    }

    @Test
    void an_adjustment_that_raises_stock_is_accepted_while_orders_exceed_it() {
        given(
                        registered(5),
                        reserved(ORDER, 5),
                        new StockAdjusted(PRODUCT, MAIN, 5, 1, "physical-count"))
                .when(new AdjustStock(PRODUCT, MAIN, 2, "found", null))
                .then(new StockAdjusted(PRODUCT, MAIN, 1, 2, "found"));
    }
}
