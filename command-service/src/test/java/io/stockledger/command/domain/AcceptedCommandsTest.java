package io.stockledger.command.domain;

import static io.stockledger.command.domain.Quantities.QUANTITY_MAX;
import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NORTH;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.received;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.junit.jupiter.api.Test;

class AcceptedCommandsTest {

    @Test
    void a_product_is_registered_with_a_quantity_from_0_to_the_maximum() {
        given().when(new RegisterProduct(PRODUCT, "Hanging heart", "sku-1", 0, MAIN))
                .then(registered(0));
        given().when(new RegisterProduct(PRODUCT, "Hanging heart", "sku-1", QUANTITY_MAX, MAIN))
                .then(registered(QUANTITY_MAX));
    }

    @Test
    void stock_is_received_into_a_new_warehouse() {
        given(registered(3))
                .when(new ReceiveStock(PRODUCT, NORTH, 7, "delivery-1"))
                .then(new StockReceived(PRODUCT, NORTH, 7, "delivery-1"));
    }

    @Test
    void stock_is_received_up_to_the_maximum_total() {
        given(registered(3))
                .when(new ReceiveStock(PRODUCT, NORTH, QUANTITY_MAX - 3, "delivery-1"))
                .then(new StockReceived(PRODUCT, NORTH, QUANTITY_MAX - 3, "delivery-1"));
    }

    @Test
    void an_order_may_reserve_the_last_unit() {
        given(registered(10), reserved("other", 4))
                .when(new ReserveStock(PRODUCT, ORDER, 6))
                .then(new StockReserved(PRODUCT, ORDER, 6, null));
    }

    @Test
    void stock_of_all_warehouses_together_is_reserved() {
        given(registered(3), received(NORTH, 4))
                .when(new ReserveStock(PRODUCT, ORDER, 7))
                .then(new StockReserved(PRODUCT, ORDER, 7, null));
    }

    @Test
    void cancelling_releases_the_rest_of_the_reservation() {
        given(registered(10), reserved(ORDER, 6), new StockShipped(PRODUCT, ORDER, MAIN, 2))
                .when(new CancelReservation(PRODUCT, ORDER))
                .then(new ReservationCancelled(PRODUCT, ORDER, 4));
    }

    @Test
    void an_order_may_reserve_again_after_it_was_cancelled() {
        given(registered(10), reserved(ORDER, 6), new ReservationCancelled(PRODUCT, ORDER, 6))
                .when(new ReserveStock(PRODUCT, ORDER, 10))
                .then(new StockReserved(PRODUCT, ORDER, 10, null));
    }

    @Test
    void an_order_is_shipped_in_parts_and_the_rest_stays_reserved() {
        var afterFirst =
                given(
                        registered(10),
                        reserved(ORDER, 6),
                        new StockShipped(PRODUCT, ORDER, MAIN, 2));

        afterFirst
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 4))
                .then(new StockShipped(PRODUCT, ORDER, MAIN, 4));
        afterFirst
                .when(new ReserveStock(PRODUCT, "other", 5))
                .thenRefused(new Refusal.InsufficientStock(PRODUCT, 4, 5));
    }

    @Test
    void a_shipment_may_take_all_stock_of_a_warehouse() {
        given(registered(10), reserved(ORDER, 10))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 10))
                .then(new StockShipped(PRODUCT, ORDER, MAIN, 10));
    }

    @Test
    void an_adjustment_records_the_old_quantity_of_the_warehouse() {
        given(registered(10))
                .when(new AdjustStock(PRODUCT, MAIN, 8, "broken", null))
                .then(new StockAdjusted(PRODUCT, MAIN, 10, 8, "broken"));
        given(registered(10))
                .when(new AdjustStock(PRODUCT, NORTH, 8, "found", 0L))
                .then(new StockAdjusted(PRODUCT, NORTH, 0, 8, "found"));
    }

    @Test
    void an_adjustment_may_leave_exactly_the_reserved_quantity() {
        given(registered(10), received(NORTH, 5), reserved(ORDER, 7))
                .when(new AdjustStock(PRODUCT, MAIN, 2, "broken", 10L))
                .then(new StockAdjusted(PRODUCT, MAIN, 10, 2, "broken"));
    }

    @Test
    void reserved_stock_may_be_transferred() {
        given(registered(10), reserved(ORDER, 10))
                .when(new TransferStock(PRODUCT, MAIN, NORTH, 10, "truck-7"))
                .then(new StockTransferred(PRODUCT, MAIN, NORTH, 10, "truck-7"));
    }

    @Test
    void a_count_below_the_reserved_quantity_is_recorded() {
        var scenario = given(registered(10), reserved(ORDER, 8));

        scenario.when(new CountStock(PRODUCT, MAIN, 5, "sheet-9", null))
                .then(new StockAdjusted(PRODUCT, MAIN, 10, 5, "physical-count"));
    }

    @Test
    void a_count_of_the_expected_quantity_is_recorded_too() {
        given(registered(10))
                .when(new CountStock(PRODUCT, MAIN, 10, "sheet-9", null))
                .then(new StockAdjusted(PRODUCT, MAIN, 10, 10, "physical-count"));
    }

    @Test
    void a_count_of_a_past_version_is_corrected_by_the_later_changes() {
        var afterCount = given(registered(10), received(MAIN, 5), received(NORTH, 100));

        afterCount
                .when(new CountStock(PRODUCT, MAIN, 9, "sheet-9", new CountedAt(1, 10L)))
                .then(new StockAdjusted(PRODUCT, MAIN, 15, 14, "physical-count"));
    }

    @Test
    void a_count_of_a_past_version_may_result_in_0() {
        given(registered(10), reserved(ORDER, 4), new StockShipped(PRODUCT, ORDER, MAIN, 4))
                .when(new CountStock(PRODUCT, MAIN, 4, "sheet-9", new CountedAt(1, 10L)))
                .then(new StockAdjusted(PRODUCT, MAIN, 6, 0, "physical-count"));
    }

    @Test
    void a_command_for_the_current_version_is_accepted() {
        given(registered(10), received(MAIN, 5))
                .when(new ReceiveStock(PRODUCT, MAIN, 1, "delivery-1"), 2L)
                .then(received(MAIN, 1));
        given().when(new RegisterProduct(PRODUCT, "Hanging heart", "sku-1", 1, MAIN), 0L)
                .then(registered(1));
    }
}
