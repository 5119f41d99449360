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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;

class ProductTest {

    @Test
    void a_product_has_the_state_after_all_its_events() {
        Product product =
                given(
                                registered(10),
                                received(NORTH, 20),
                                reserved(ORDER, 8),
                                reserved("other", 3),
                                new StockShipped(PRODUCT, ORDER, MAIN, 5),
                                new StockTransferred(PRODUCT, NORTH, MAIN, 4, "truck-7"),
                                new ReservationCancelled(PRODUCT, "other", 3),
                                new StockAdjusted(PRODUCT, MAIN, 9, 7, "broken"))
                        .product();

        assertThat(product.warehouses())
                .containsExactly(
                        Map.entry(MAIN, new WarehouseStock(7, 0)),
                        Map.entry(NORTH, new WarehouseStock(16, 0)));
        assertThat(product.totalStock()).isEqualTo(23);
        assertThat(product.reservedStock(NOON)).isEqualTo(3);
        assertThat(product.availableStock(NOON)).isEqualTo(20);
        assertThat(product.shortfall(NOON)).isZero();
        assertThat(product.version()).isEqualTo(8);
        assertThat(product.updatedAt()).isEqualTo(NOON);
        assertThat(product.name()).isEqualTo("Hanging heart");
        assertThat(product.sku()).isEqualTo("sku-1");
    }

    @Test
    void after_a_count_below_the_reserved_quantity_there_is_a_shortfall_and_nothing_available() {
        Product product =
                given(
                                registered(10),
                                reserved(ORDER, 8),
                                new StockAdjusted(PRODUCT, MAIN, 10, 5, "physical-count"))
                        .product();

        assertThat(product.availableStock(NOON)).isZero();
        assertThat(product.shortfall(NOON)).isEqualTo(3);
    }

    @Test
    void an_expired_reservation_holds_no_stock_and_an_extended_one_holds_it_longer() {
        Product product =
                given(
                                registered(10),
                                new StockReserved(PRODUCT, ORDER, 8, NOON),
                                new ReservationExtended(PRODUCT, ORDER, NOON.plusSeconds(60)))
                        .product();

        assertThat(product.reservations())
                .containsExactly(Map.entry(ORDER, new Reservation(8, NOON.plusSeconds(60))));

        product.apply(new ReservationExpired(PRODUCT, ORDER, 8), NOON);
        assertThat(product.reservations()).isEmpty();
        assertThat(product.reservedStock(NOON)).isZero();
    }

    static List<InventoryEvent> impossibleEvents() {
        return List.of(
                registered(1),
                reserved(ORDER, 1),
                new ReservationExtended(PRODUCT, "nobody", NOON),
                new ReservationCancelled(PRODUCT, "nobody", 1),
                new ReservationCancelled(PRODUCT, ORDER, 3),
                new ReservationExpired(PRODUCT, "nobody", 1),
                new StockShipped(PRODUCT, "nobody", MAIN, 1),
                new StockShipped(PRODUCT, ORDER, MAIN, 3),
                new StockShipped(PRODUCT, ORDER, NORTH, 1),
                new StockAdjusted(PRODUCT, MAIN, 9, 1, "broken"),
                new StockTransferred(PRODUCT, MAIN, NORTH, 11, "truck-7"),
                received(MAIN, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("impossibleEvents")
    void an_impossible_event_throws(InventoryEvent event) {
        Product product = given(registered(10), reserved(ORDER, 2)).product();

        assertThatThrownBy(() -> product.apply(event, NOON))
                .isInstanceOfAny(IllegalStateException.class, ArithmeticException.class);
    }

    @Test
    void any_event_before_the_registration_throws() {
        assertThatThrownBy(() -> given(received(MAIN, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("impossible after version 0");
    }

    @ParameterizedTest
    @MethodSource("impossibleEvents")
    void a_partly_applied_impossible_event_can_be_undone(InventoryEvent event) {
        Product product = given(registered(10), reserved(ORDER, 2)).product();
        ProductFigures before = ProductFigures.of(product);
        long mark = product.mark();

        assertThatThrownBy(() -> product.apply(event, NOON)).isNotNull();
        product.undo(mark);

        assertThat(ProductFigures.of(product)).isEqualTo(before);
    }

    @Test
    void kept_events_cannot_be_undone() {
        Product product = given(registered(10), reserved(ORDER, 2)).product();
        product.keep();
        product.apply(received(NORTH, 1), NOON);

        product.undo(0);

        assertThat(product.version()).isEqualTo(2);
        assertThat(product.warehouses()).containsOnlyKeys(MAIN);
    }

    @Test
    void the_collections_of_a_product_cannot_be_changed_from_outside() {
        Product product = given(registered(10), reserved(ORDER, 2)).product();

        assertThatThrownBy(() -> product.warehouses().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> product.reservations().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
