package io.stockledger.command.domain;

import static io.stockledger.command.domain.Scenario.MAIN;
import static io.stockledger.command.domain.Scenario.NOON;
import static io.stockledger.command.domain.Scenario.ORDER;
import static io.stockledger.command.domain.Scenario.PRODUCT;
import static io.stockledger.command.domain.Scenario.given;
import static io.stockledger.command.domain.Scenario.policy;
import static io.stockledger.command.domain.Scenario.registered;
import static io.stockledger.command.domain.Scenario.reserved;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.junit.jupiter.api.Test;

class StockPolicyTest {

    @Test
    void safety_stock_is_not_for_sale() {
        var scenario = given(registered(10), policy(3, 0));

        scenario.when(new ReserveStock(PRODUCT, ORDER, 8))
                .thenRefused(new InsufficientStock(PRODUCT, 7, 8));
        assertThat(scenario.product().availableStock(NOON)).isEqualTo(7);
    }

    @Test
    void backorders_are_accepted_up_to_their_limit() {
        var scenario = given(registered(10), policy(0, 5), reserved("other", 8));

        scenario.when(new ReserveStock(PRODUCT, ORDER, 7))
                .then(new StockReserved(PRODUCT, ORDER, 7, null));
        scenario.when(new ReserveStock(PRODUCT, ORDER, 8))
                .thenRefused(new InsufficientStock(PRODUCT, 7, 8));
        assertThat(scenario.product().availableStock(NOON)).isEqualTo(2);
        assertThat(scenario.product().availableToPromise(NOON)).isEqualTo(7);
    }

    @Test
    void a_policy_that_leaves_less_than_is_reserved_makes_nothing_available() {
        Product product = given(registered(10), reserved(ORDER, 9), policy(4, 0)).product();

        assertThat(product.availableStock(NOON)).isZero();
        assertThat(product.availableToPromise(NOON)).isZero();
        assertThat(product.shortfall(NOON)).isZero();
    }

    @Test
    void an_adjustment_may_leave_the_reserved_quantity_less_the_backorder_limit() {
        var scenario = given(registered(10), policy(0, 2), reserved(ORDER, 9));

        scenario.when(new AdjustStock(PRODUCT, MAIN, 7, "broken", null))
                .then(new StockAdjusted(PRODUCT, MAIN, 10, 7, "broken"));
        scenario.when(new AdjustStock(PRODUCT, MAIN, 6, "broken", null))
                .thenRefused(new WouldOversell(PRODUCT, null, 9, 6));
    }

    @Test
    void a_policy_is_set_as_a_whole_and_not_recorded_twice() {
        given(registered(10))
                .when(new SetStockPolicy(PRODUCT, 1, 2, 3L))
                .then(new StockPolicySet(PRODUCT, 1, 2, 3L));
        given(registered(10), new StockPolicySet(PRODUCT, 1, 2, 3L))
                .when(new SetStockPolicy(PRODUCT, 1, 2, 3L))
                .then();
        given(registered(10), new StockPolicySet(PRODUCT, 1, 2, 3L))
                .when(new SetStockPolicy(PRODUCT, 1, 2, null))
                .then(new StockPolicySet(PRODUCT, 1, 2, null));
    }

    @Test
    void a_negative_value_names_its_field() {
        String rule = "must be from 0 to " + Quantities.QUANTITY_MAX;
        given(registered(10))
                .when(new SetStockPolicy(PRODUCT, -1, -1, -1L))
                .thenRefused(new InvalidQuantity("safetyStock", -1, rule));
        given(registered(10))
                .when(new SetStockPolicy(PRODUCT, 0, -1, -1L))
                .thenRefused(new InvalidQuantity("backorderLimit", -1, rule));
        given(registered(10))
                .when(new SetStockPolicy(PRODUCT, 0, 0, -1L))
                .thenRefused(new InvalidQuantity("reorderPoint", -1, rule));
    }
}
