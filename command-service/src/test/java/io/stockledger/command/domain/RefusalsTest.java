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

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.CountedAt;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.StaleCount;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RefusalsTest {

    static List<ProductCommand> commandsOnAProduct() {
        return List.of(
                new ReceiveStock(PRODUCT, MAIN, 1, "delivery-1"),
                new ReserveStock(PRODUCT, ORDER, 1),
                new CancelReservation(PRODUCT, ORDER),
                new ShipStock(PRODUCT, ORDER, MAIN, 1),
                new AdjustStock(PRODUCT, MAIN, 1, "broken", null),
                new TransferStock(PRODUCT, MAIN, NORTH, 1, "truck-7"),
                new CountStock(PRODUCT, MAIN, 1, "sheet-9", null));
    }

    @ParameterizedTest
    @MethodSource("commandsOnAProduct")
    void a_command_on_an_unregistered_product_is_refused(ProductCommand command) {
        given().when(command).thenRefused(new ProductNotFound(PRODUCT));
    }

    @ParameterizedTest
    @MethodSource("commandsOnAProduct")
    void a_command_for_another_version_is_refused(ProductCommand command) {
        given(registered(10), reserved(ORDER, 1))
                .when(command, 1L)
                .thenRefused(new VersionMismatch(PRODUCT, 1, 2));
        given(registered(10), reserved(ORDER, 1))
                .when(command, 3L)
                .thenRefused(new VersionMismatch(PRODUCT, 3, 2));
    }

    @Test
    void a_second_registration_is_refused() {
        given(registered(10))
                .when(new RegisterProduct(PRODUCT, "Hanging heart", "sku-1", 10, MAIN))
                .thenRefused(new AlreadyRegistered(PRODUCT));
    }

    @Test
    void an_order_without_a_reservation_can_neither_cancel_nor_ship() {
        given(registered(10), reserved("other", 1))
                .when(new CancelReservation(PRODUCT, ORDER))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
        given(registered(10), reserved("other", 1))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 1))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
    }

    @Test
    void an_order_that_was_shipped_completely_has_no_reservation() {
        var shipped =
                given(
                        registered(10),
                        reserved(ORDER, 2),
                        new StockShipped(PRODUCT, ORDER, MAIN, 2));

        shipped.when(new CancelReservation(PRODUCT, ORDER))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
    }

    @Test
    void a_second_reservation_of_an_order_is_refused() {
        given(registered(10), reserved(ORDER, 2))
                .when(new ReserveStock(PRODUCT, ORDER, 1))
                .thenRefused(new ReservationExists(PRODUCT, ORDER, 2));
    }

    @Test
    void a_reservation_above_the_available_stock_is_refused() {
        given(registered(10), reserved("other", 4))
                .when(new ReserveStock(PRODUCT, ORDER, 7))
                .thenRefused(new InsufficientStock(PRODUCT, 6, 7));
    }

    @Test
    void a_reservation_is_refused_while_reserved_stock_exceeds_total_stock() {
        var shortOfStock = given(registered(10), reserved("other", 8), counted(10, 5));

        shortOfStock
                .when(new ReserveStock(PRODUCT, ORDER, 1))
                .thenRefused(new InsufficientStock(PRODUCT, 0, 1));
    }

    @Test
    void a_shipment_or_transfer_above_the_stock_of_the_warehouse_is_refused() {
        var scenario = given(registered(3), received(NORTH, 7), reserved(ORDER, 10));

        scenario.when(new ShipStock(PRODUCT, ORDER, MAIN, 4))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 3, 4));
        scenario.when(new TransferStock(PRODUCT, MAIN, NORTH, 4, "truck-7"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 3, 4));
        scenario.when(new TransferStock(PRODUCT, "nowhere", NORTH, 1, "truck-7"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, "nowhere", 0, 1));
    }

    @Test
    void a_shipment_above_the_reserved_quantity_is_refused() {
        given(registered(10), reserved(ORDER, 2))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 3))
                .thenRefused(
                        new InvalidQuantity(
                                "quantity", 3, "must be at most the 2 reserved for the order"));
    }

    @Test
    void an_adjustment_with_a_wrong_old_quantity_is_refused() {
        given(registered(10))
                .when(new AdjustStock(PRODUCT, MAIN, 8, "broken", 11L))
                .thenRefused(new StaleCount(PRODUCT, MAIN, 11, 10));
        given(registered(10))
                .when(new AdjustStock(PRODUCT, NORTH, 8, "found", 1L))
                .thenRefused(new StaleCount(PRODUCT, NORTH, 1, 0));
    }

    @Test
    void an_adjustment_below_the_reserved_quantity_is_refused() {
        given(registered(10), received(NORTH, 5), reserved(ORDER, 7))
                .when(new AdjustStock(PRODUCT, MAIN, 1, "broken", null))
                .thenRefused(new WouldOversell(PRODUCT, null, 7, 6));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, QUANTITY_MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_quantity_below_1_or_above_the_maximum_is_refused(long quantity) {
        var scenario = given(registered(10), reserved(ORDER, 2));
        var refusal =
                new InvalidQuantity("quantity", quantity, "must be from 1 to 9007199254740991");

        scenario.when(new ReceiveStock(PRODUCT, MAIN, quantity, "delivery-1")).thenRefused(refusal);
        scenario.when(new ReserveStock(PRODUCT, "other", quantity)).thenRefused(refusal);
        scenario.when(new ShipStock(PRODUCT, ORDER, MAIN, quantity)).thenRefused(refusal);
        scenario.when(new TransferStock(PRODUCT, MAIN, NORTH, quantity, "t")).thenRefused(refusal);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, QUANTITY_MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_stock_level_below_0_or_above_the_maximum_is_refused(long quantity) {
        String rule = "must be from 0 to 9007199254740991";

        given().when(new RegisterProduct(PRODUCT, "Hanging heart", "sku-1", quantity, MAIN))
                .thenRefused(new InvalidQuantity("initialQuantity", quantity, rule));
        given(registered(10))
                .when(new AdjustStock(PRODUCT, MAIN, quantity, "broken", null))
                .thenRefused(new InvalidQuantity("newQuantity", quantity, rule));
        given(registered(10))
                .when(new AdjustStock(PRODUCT, MAIN, 1, "broken", quantity))
                .thenRefused(new InvalidQuantity("oldQuantity", quantity, rule));
        given(registered(10))
                .when(new CountStock(PRODUCT, MAIN, quantity, "sheet-9", null))
                .thenRefused(new InvalidQuantity("countedQuantity", quantity, rule));
    }

    @Test
    void a_total_above_the_maximum_quantity_is_refused() {
        String rule = "would bring the total beyond 9007199254740991";
        var scenario = given(registered(10), received(NORTH, 5));

        scenario.when(new ReceiveStock(PRODUCT, MAIN, QUANTITY_MAX - 14, "delivery-1"))
                .thenRefused(new InvalidQuantity("quantity", QUANTITY_MAX - 14, rule));
        scenario.when(new AdjustStock(PRODUCT, MAIN, QUANTITY_MAX - 4, "found", null))
                .thenRefused(new InvalidQuantity("newQuantity", QUANTITY_MAX - 4, rule));
        scenario.when(new CountStock(PRODUCT, MAIN, QUANTITY_MAX - 4, "sheet-9", null))
                .thenRefused(new InvalidQuantity("countedQuantity", QUANTITY_MAX - 4, rule));
        scenario.when(new CountStock(PRODUCT, MAIN, QUANTITY_MAX, "sheet-9", new CountedAt(1, 0L)))
                .thenRefused(new InvalidQuantity("countedQuantity", QUANTITY_MAX, rule));
    }

    @Test
    void a_count_below_the_quantity_that_has_left_since_is_refused() {
        var shipped =
                given(
                        registered(10),
                        reserved(ORDER, 4),
                        new StockShipped(PRODUCT, ORDER, MAIN, 4));

        shipped.when(new CountStock(PRODUCT, MAIN, 3, "sheet-9", new CountedAt(1, 10L)))
                .thenRefused(
                        new InvalidQuantity(
                                "countedQuantity",
                                3,
                                "is less than the 4 that have left the warehouse since version 1"));
    }

    @Test
    void a_count_of_a_future_version_is_refused() {
        given(registered(10))
                .when(new CountStock(PRODUCT, MAIN, 3, "sheet-9", new CountedAt(2, null)))
                .thenRefused(new VersionMismatch(PRODUCT, 2, 1));
    }

    @Test
    void a_refusal_does_not_change_the_product() {
        var scenario = given(registered(10), reserved(ORDER, 2));
        long mark = scenario.product().mark();

        assertThat(scenario.when(new ReserveStock(PRODUCT, "other", 9)).decision())
                .isInstanceOf(Refusal.class);

        assertThat(scenario.product().version()).isEqualTo(2);
        assertThat(scenario.product().mark()).isEqualTo(mark);
    }

    private static InventoryEvent counted(long before, long after) {
        return new StockAdjusted(PRODUCT, MAIN, before, after, ProductDecisions.PHYSICAL_COUNT);
    }
}
