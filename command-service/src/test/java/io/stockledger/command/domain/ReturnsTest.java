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
import static io.stockledger.command.domain.Scenario.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.ShipmentsMissing;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.ShipmentNotFound;
import io.stockledger.events.InventoryEvent.StockReturned;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Set;

class ReturnsTest {

    private static ReturnStock returned(long quantity, @Nullable ShipmentsAt known) {
        return new ReturnStock(PRODUCT, ORDER, MAIN, quantity, "unwanted", false, known);
    }

    private static ShipmentsAt known(long version, long shipped, long returned) {
        return new ShipmentsAt(version, new OrderShipments(shipped, returned));
    }

    private static Scenario shippedFive() {
        return given(registered(10), reserved(ORDER, 5), shipped(ORDER, MAIN, 5));
    }

    @Test
    void as_much_comes_back_as_was_shipped_less_what_came_back() {
        shippedFive()
                .when(returned(3, known(3, 5, 2)))
                .then(new StockReturned(PRODUCT, ORDER, MAIN, 3, "unwanted", false));
        shippedFive()
                .when(returned(4, known(3, 5, 2)))
                .thenRefused(
                        new ReturnBeyondShipment(PRODUCT, "quantity", 4, new OrderShipments(5, 2)));
    }

    @Test
    void nothing_comes_back_to_an_order_without_a_shipment() {
        given(registered(10), reserved(ORDER, 5))
                .when(returned(1, known(2, 0, 0)))
                .thenRefused(new ShipmentNotFound(PRODUCT, ORDER));
    }

    @Test
    void goods_may_be_blocked_on_their_return() {
        Product product =
                given(
                                registered(10),
                                reserved(ORDER, 5),
                                shipped(ORDER, MAIN, 5),
                                new StockReturned(PRODUCT, ORDER, MAIN, 1, "broken", true))
                        .product();

        assertThat(product.stockIn(MAIN)).isEqualTo(new WarehouseStock(6, 1));
        assertThat(product.availableStock(NOON)).isEqualTo(5);
    }

    @Test
    void a_return_without_a_look_up_is_not_decided() {
        assertThat(shippedFive().when(returned(1, null)).decision())
                .isEqualTo(new ShipmentsMissing(Set.of(PRODUCT)));
    }

    @Test
    void a_look_up_of_a_past_version_is_completed_by_the_remembered_shipments() {
        var scenario = given(registered(10), reserved(ORDER, 5));
        scenario.product().rememberShipments();
        scenario.product().apply(shipped(ORDER, MAIN, 5), NOON);
        scenario.product()
                .apply(new StockReturned(PRODUCT, ORDER, MAIN, 2, "unwanted", false), NOON);

        scenario.when(returned(4, known(2, 0, 0)))
                .thenRefused(
                        new ReturnBeyondShipment(PRODUCT, "quantity", 4, new OrderShipments(5, 2)));
    }

    @Test
    void a_look_up_from_before_the_remembered_shipments_is_not_used() {
        var scenario = shippedFive();
        scenario.product().rememberShipments();
        scenario.product().apply(received(NORTH, 1), NOON);

        assertThat(scenario.when(returned(1, known(2, 0, 0))).decision())
                .isEqualTo(new ShipmentsMissing(Set.of(PRODUCT)));
    }

    @Test
    void an_undone_shipment_is_not_remembered() {
        var scenario = given(registered(10), reserved(ORDER, 5));
        scenario.product().rememberShipments();
        long mark = scenario.product().mark();
        scenario.product().apply(shipped(ORDER, MAIN, 5), NOON);
        scenario.product().undo(mark);
        scenario.product().apply(received(NORTH, 1), NOON);

        scenario.when(returned(1, known(2, 0, 0)))
                .thenRefused(new ShipmentNotFound(PRODUCT, ORDER));
    }

    @Test
    void too_many_remembered_events_are_forgotten() {
        var scenario = given(registered(30_000), reserved("other", 20_000), reserved(ORDER, 1));
        scenario.product().rememberShipments();
        scenario.product().apply(shipped(ORDER, MAIN, 1), NOON);
        for (int i = 0; i < 10_000; i++) {
            scenario.product().apply(shipped("other", MAIN, 1), NOON);
        }

        assertThat(scenario.when(returned(1, known(3, 0, 0))).decision())
                .isEqualTo(new ShipmentsMissing(Set.of(PRODUCT)));
    }
}
