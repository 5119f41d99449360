package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NOON;
import static io.stockledger.command.domain.Scenario.NORTH;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.blocked;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.received;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockUnblocked;
import io.stockledger.events.InventoryEvent.StockWrittenOff;

import org.junit.jupiter.api.Test;

/** Blocked stock is on hand and not for sale. */
class BlockedStockTest {

    @Test
    void blocked_stock_is_not_available() {
        Product product = given(registered(10), blocked(MAIN, 4), reserved(ORDER, 2)).product();

        assertThat(product.totalStock()).isEqualTo(10);
        assertThat(product.blockedStock()).isEqualTo(4);
        assertThat(product.availableStock(NOON)).isEqualTo(4);
        assertThat(product.shortfall(NOON)).isZero();
    }

    @Test
    void goods_may_be_blocked_on_arrival() {
        given(registered(0))
                .when(new ReceiveStock(PRODUCT, NORTH, 5, "delivery-1", true))
                .then(new StockReceived(PRODUCT, NORTH, 5, "delivery-1", true));
        Product product =
                given(registered(0), new StockReceived(PRODUCT, NORTH, 5, "delivery-1", true))
                        .product();
        assertThat(product.stockIn(NORTH)).isEqualTo(new WarehouseStock(5, 5));
    }

    @Test
    void stock_is_blocked_even_if_all_of_it_is_reserved() {
        var scenario = given(registered(10), reserved(ORDER, 10));

        scenario.when(new BlockStock(PRODUCT, MAIN, 3, "inspection"))
                .then(new StockBlocked(PRODUCT, MAIN, 3, "inspection"));
        assertThat(given(registered(10), reserved(ORDER, 10), blocked(MAIN, 3)).product())
                .extracting(product -> product.shortfall(NOON))
                .isEqualTo(3L);
    }

    @Test
    void no_more_is_blocked_than_the_unblocked_quantity_of_the_warehouse() {
        given(registered(10), received(NORTH, 90), blocked(MAIN, 4))
                .when(new BlockStock(PRODUCT, MAIN, 7, "inspection"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 6, 7));
    }

    @Test
    void no_more_is_unblocked_than_the_blocked_quantity_of_the_warehouse() {
        given(registered(10), blocked(MAIN, 4))
                .when(new UnblockStock(PRODUCT, MAIN, 5, "inspected"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 4, 5));
        given(registered(10), blocked(MAIN, 4))
                .when(new UnblockStock(PRODUCT, MAIN, 4, "inspected"))
                .then(new StockUnblocked(PRODUCT, MAIN, 4, "inspected"));
    }

    @Test
    void blocked_stock_is_neither_shipped_nor_transferred_nor_reserved() {
        var scenario = given(registered(10), reserved(ORDER, 8), blocked(MAIN, 4));

        scenario.when(new ShipStock(PRODUCT, ORDER, MAIN, 7))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 6, 7));
        scenario.when(new TransferStock(PRODUCT, MAIN, NORTH, 7, "truck-7"))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 6, 7));
        given(registered(10), blocked(MAIN, 4))
                .when(new ReserveStock(PRODUCT, ORDER, 7))
                .thenRefused(new InsufficientStock(PRODUCT, 6, 7));
    }

    @Test
    void a_write_off_takes_from_the_stock_for_sale_or_from_the_blocked_stock() {
        var scenario = given(registered(10), reserved(ORDER, 10), blocked(MAIN, 4));

        scenario.when(new WriteOffStock(PRODUCT, MAIN, 6, "broken", false))
                .then(new StockWrittenOff(PRODUCT, MAIN, 6, "broken", false));
        scenario.when(new WriteOffStock(PRODUCT, MAIN, 7, "broken", false))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 6, 7));
        scenario.when(new WriteOffStock(PRODUCT, MAIN, 4, "broken", true))
                .then(new StockWrittenOff(PRODUCT, MAIN, 4, "broken", true));
        scenario.when(new WriteOffStock(PRODUCT, MAIN, 5, "broken", true))
                .thenRefused(new InsufficientWarehouseStock(PRODUCT, MAIN, 4, 5));
    }

    @Test
    void a_write_off_of_blocked_stock_lowers_both_quantities() {
        Product product =
                given(
                                registered(10),
                                blocked(MAIN, 4),
                                new StockWrittenOff(PRODUCT, MAIN, 3, "broken", true))
                        .product();

        assertThat(product.stockIn(MAIN)).isEqualTo(new WarehouseStock(7, 1));
    }

    @Test
    void a_count_below_the_blocked_quantity_lowers_it_to_the_count() {
        given(registered(10), blocked(MAIN, 4))
                .when(new CountStock(PRODUCT, MAIN, 3, "sheet-9", null))
                .then(new StockAdjusted(PRODUCT, MAIN, 10, 3, "physical-count"));
        Product product =
                given(
                                registered(10),
                                blocked(MAIN, 4),
                                new StockAdjusted(PRODUCT, MAIN, 10, 3, "physical-count"))
                        .product();
        assertThat(product.stockIn(MAIN)).isEqualTo(new WarehouseStock(3, 3));
        assertThat(product.blockedStock()).isEqualTo(3);
    }

    @Test
    void an_adjustment_below_the_blocked_quantity_is_refused() {
        given(registered(10), received(NORTH, 10), blocked(MAIN, 4))
                .when(new AdjustStock(PRODUCT, MAIN, 3, "broken", null))
                .thenRefused(new WouldOversell(PRODUCT, MAIN, 0, 13));
    }
}
