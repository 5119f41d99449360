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

import io.stockledger.command.domain.Decision.Refused;
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
    void nothing_is_done_to_a_product_that_nobody_registered(ProductCommand command) {
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
    void a_product_is_registered_once() {
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
    void an_order_that_was_shipped_whole_holds_no_reservation_any_more() {
        var shipped =
                given(
                        registered(10),
                        reserved(ORDER, 2),
                        new StockShipped(PRODUCT, ORDER, MAIN, 2));

        shipped.when(new CancelReservation(PRODUCT, ORDER))
                .thenRefused(new ReservationNotFound(PRODUCT, ORDER));
    }

    @Test
    void an_order_holds_at_most_one_reservation_of_a_product() {
        given(registered(10), reserved(ORDER, 2))
                .when(new ReserveStock(PRODUCT, ORDER, 1))
                .thenRefused(new ReservationExists(PRODUCT, ORDER, 2));
    }

    @Test
    void more_than_is_available_is_not_reserved() {
        given(registered(10), reserved("other", 4))
                .when(new ReserveStock(PRODUCT, ORDER, 7))
                .thenRefused(new InsufficientStock(PRODUCT, 6, 7));
    }

    @Test
    void nothing_is_available_while_orders_exceed_the_stock() {
        var shortOfStock = given(registered(10), reserved("other", 8), counted(10, 5));

        shortOfStock
                .when(new ReserveStock(PRODUCT, ORDER, 1))
                .thenRefused(new InsufficientStock(PRODUCT, 0, 1));
    }

    @Test
    void more_than_the_warehouse_holds_neither_ships_nor_moves() {
        var scenario = given(registered(3), received(NORTH, 7), reserved(ORDER, 10));

        scenario.when(new ShipStock(PRODUCT, ORDER, MAIN, 4))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 3, 4));
        scenario.when(new TransferStock(PRODUCT, MAIN, NORTH, 4, "truck-7"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 3, 4));
        scenario.when(new TransferStock(PRODUCT, "nowhere", NORTH, 1, "truck-7"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, "nowhere", 0, 1));
    }

    @Test
    void more_than_is_reserved_for_the_order_is_not_shipped() {
        given(registered(10), reserved(ORDER, 2))
                .when(new ShipStock(PRODUCT, ORDER, MAIN, 3))
                .thenRefused(
                        new InvalidQuantity(
                                "quantity", 3, "must be at most the 2 reserved for the order"));
    }

    @Test
    void an_adjustment_that_rests_on_a_stale_quantity_is_refused() {
        given(registered(10))
                .when(new AdjustStock(PRODUCT, MAIN, 8, "broken", 11L))
                .thenRefused(new StaleCount(PRODUCT, MAIN, 11, 10));
        given(registered(10))
                .when(new AdjustStock(PRODUCT, NORTH, 8, "found", 1L))
                .thenRefused(new StaleCount(PRODUCT, NORTH, 1, 0));
    }

    @Test
    void an_adjustment_below_what_is_reserved_is_refused() {
        given(registered(10), received(NORTH, 5), reserved(ORDER, 7))
                .when(new AdjustStock(PRODUCT, MAIN, 1, "broken", null))
                .thenRefused(new WouldOversell(PRODUCT, 7, 6));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, QUANTITY_MAX + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_quantity_of_goods_is_from_1_to_the_greatest(long quantity) {
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
    void a_stock_level_is_from_0_to_the_greatest(long quantity) {
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
    void no_total_goes_beyond_the_greatest_quantity() {
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
    void a_count_that_is_less_than_what_has_left_since_is_refused() {
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
    void a_count_of_a_version_that_is_yet_to_come_is_refused() {
        given(registered(10))
                .when(new CountStock(PRODUCT, MAIN, 3, "sheet-9", new CountedAt(2, null)))
                .thenRefused(new VersionMismatch(PRODUCT, 2, 1));
    }

    @Test
    void a_refusal_leaves_the_product_as_it_was() {
        var scenario = given(registered(10), reserved(ORDER, 2));
        long mark = scenario.product().mark();

        assertThat(scenario.when(new ReserveStock(PRODUCT, "other", 9)).decision())
                .isInstanceOf(Refused.class);

        assertThat(scenario.product().version()).isEqualTo(2);
        assertThat(scenario.product().mark()).isEqualTo(mark);
    }

    private static InventoryEvent counted(long before, long after) {
        return new StockAdjusted(PRODUCT, MAIN, before, after, ProductDecisions.PHYSICAL_COUNT);
    }
}
