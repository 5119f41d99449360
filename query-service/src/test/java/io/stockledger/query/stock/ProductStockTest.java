package io.stockledger.query.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.events.InventoryEvent.StockUnblocked;
import io.stockledger.events.InventoryEvent.StockWrittenOff;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.ProductHistory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class ProductStockTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 42, 20260301})
    void the_fold_of_any_history_equals_the_model(long seed) {
        var histories = new Histories(seed, 10, 5);
        var stocks = new ProductStocks(new BoundReservations());
        histories.models().forEach(model -> stocks.add(new ProductStock(model.productId)));
        histories.next(3_000).forEach(stocks::apply);
        for (ProductHistory model : histories.models()) {
            ProductStock stock = stocks.of(model.productId);
            assertThat(stock.warehouses())
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(expectedWarehouses(model));
            assertThat(stock.totalStock()).isEqualTo(model.total());
            assertThat(stock.blockedStock()).isEqualTo(model.blockedTotal());
            assertThat(stock.reservedStock()).isEqualTo(model.reservedInAll());
            assertThat(stock.availableStock()).isEqualTo(model.availableAt(Instant.MIN));
            assertThat(stock.details())
                    .isEqualTo(
                            new ProductDetails(
                                    model.name,
                                    model.sku,
                                    new StockPolicy(
                                            model.safetyStock,
                                            model.backorderLimit,
                                            model.reorderPoint),
                                    model.archived));
            assertThat(stock.version()).isEqualTo(model.version);
        }
    }

    private static List<WarehouseStock> expectedWarehouses(ProductHistory model) {
        return model.warehouses.keySet().stream()
                .map(
                        id ->
                                new WarehouseStock(
                                        id,
                                        model.quantity(id),
                                        model.blocked(id),
                                        model.reservedIn(id, Instant.MIN)))
                .toList();
    }

    @Test
    void a_count_below_the_reserved_stock_leaves_no_available_stock() {
        ProductStock stock =
                after(
                        registration(10),
                        new StockReserved("p", "o", 8, null),
                        new StockAdjusted("p", "main", 10, 3, "physical-count"));
        assertThat(stock.totalStock()).isEqualTo(3);
        assertThat(stock.reservedStock()).isEqualTo(8);
        assertThat(stock.availableStock()).isZero();
    }

    @Test
    void neither_blocked_nor_safety_stock_is_available() {
        ProductStock stock =
                after(
                        registration(10),
                        new StockReceived("p", "east", 5, "delivery", true),
                        new StockPolicySet("p", 2, 4, 3L),
                        new StockReserved("p", "o", 1, null));
        assertThat(stock.totalStock()).isEqualTo(15);
        assertThat(stock.blockedStock()).isEqualTo(5);
        assertThat(stock.availableStock()).isEqualTo(7);
    }

    @Test
    void blocking_unblocking_and_writing_off_move_the_blocked_quantity_of_their_warehouse() {
        assertThat(
                        after(
                                        registration(10),
                                        new StockBlocked("p", "main", 6, "damaged"),
                                        new StockUnblocked("p", "main", 1, "good"),
                                        new StockWrittenOff("p", "main", 2, "broken", true),
                                        new StockWrittenOff("p", "main", 1, "broken", false),
                                        new StockReturned("p", "o", "main", 4, "back", true),
                                        new StockReturned("p", "o", "main", 2, "back", false))
                                .warehouses())
                .containsExactly(new WarehouseStock("main", 13, 7, 0));
    }

    @Test
    void a_count_below_the_blocked_quantity_lowers_it_to_the_count() {
        assertThat(
                        after(
                                        registration(10),
                                        new StockBlocked("p", "main", 6, "damaged"),
                                        new StockAdjusted("p", "main", 10, 4, "physical-count"))
                                .warehouses())
                .containsExactly(new WarehouseStock("main", 4, 4, 0));
        assertThat(
                        after(
                                        registration(10),
                                        new StockBlocked("p", "main", 6, "damaged"),
                                        new StockAdjusted("p", "main", 10, 7, "physical-count"))
                                .warehouses())
                .containsExactly(new WarehouseStock("main", 7, 6, 0));
    }

    @Test
    void a_warehouse_has_what_is_reserved_there_whatever_happens_to_the_reservation() {
        var bound = new StockReserved("p", "o", 5, null, "main");
        assertReservedInMain(5, bound);
        assertReservedInMain(3, bound, new StockShipped("p", "o", "main", 2));
        assertReservedInMain(0, bound, new StockShipped("p", "o", "main", 5));
        assertReservedInMain(0, bound, new ReservationCancelled("p", "o", 5));
        assertReservedInMain(0, bound, new ReservationExpired("p", "o", 5));
        assertReservedInMain(5, bound, new ReservationExtended("p", "o", Instant.MAX));
        assertReservedInMain(7, bound, new ReservationChanged("p", "o", 5, 7, null, "main"));
        assertReservedInMain(0, bound, new ReservationChanged("p", "o", 5, 7, null, null));
        assertReservedInMain(5, bound, new ReservationReassigned("p", "o", "q", 5, null, "main"));
        assertReservedInMain(
                2,
                bound,
                new ReservationReassigned("p", "o", "q", 5, null, "main"),
                new StockReserved("p", "o", 1, null),
                new StockShipped("p", "q", "main", 3));
        assertReservedInMain(
                9,
                bound,
                new StockReserved("p", "q", 4, null, "main"),
                new ReservationReassigned("p", "o", "q", 5, null, "main"));
        assertReservedInMain(
                4,
                new StockReserved("p", "o", 5, null),
                new ReservationChanged("p", "o", 5, 4, null, "main"));
        assertReservedInMain(0, new StockReserved("p", "o", 5, null));
    }

    private static void assertReservedInMain(long expected, InventoryEvent... events) {
        var all = new InventoryEvent[events.length + 1];
        all[0] = registration(20);
        System.arraycopy(events, 0, all, 1, events.length);
        assertThat(after(all).warehouses())
                .as("%s", List.of(events))
                .singleElement()
                .extracting(WarehouseStock::reserved)
                .isEqualTo(expected);
    }

    @Test
    void a_product_is_renamed_archived_and_restored_by_its_events() {
        ProductStock stock =
                after(
                        registration(1),
                        new ProductRenamed("p", "new name", "new sku"),
                        new ProductArchived("p"));
        assertThat(stock.details())
                .isEqualTo(new ProductDetails("new name", "new sku", StockPolicy.NONE, true));
        assertThat(
                        after(registration(1), new ProductArchived("p"), new ProductRestored("p"))
                                .details()
                                .archived())
                .isFalse();
    }

    @Test
    void an_event_that_contradicts_the_stock_is_refused_and_changes_nothing() {
        for (InventoryEvent impossible :
                new InventoryEvent[] {
                    new StockShipped("p", "o", "main", 11),
                    new StockShipped("p", "o", "main", 9),
                    new StockShipped("p", "o", "nowhere", 1),
                    new ReservationCancelled("p", "o", 9),
                    new ReservationChanged("p", "o", 9, 0, null, null),
                    new StockTransferred("p", "main", "east", 11, "van"),
                    new StockTransferred("p", "main", "east", 8, "van"),
                    new StockBlocked("p", "main", 8, "damaged"),
                    new StockUnblocked("p", "main", 4, "good"),
                    new StockWrittenOff("p", "main", 4, "broken", true),
                    new StockWrittenOff("p", "main", 8, "broken", false),
                    new StockAdjusted("p", "main", 9, 3, "count"),
                    new ProductRegistered("p", "again", "sku", 1, "main")
                }) {
            ProductStocks stocks = stocksWithBlockedAndReserved();
            assertThatThrownBy(() -> apply(stocks, impossible))
                    .as("%s", impossible)
                    .isInstanceOf(IllegalStateException.class);
            assertUnchanged(stocks);
        }
    }

    @Test
    void an_event_that_contradicts_a_bound_reservation_is_refused_and_changes_nothing() {
        for (InventoryEvent impossible :
                new InventoryEvent[] {
                    new StockShipped("p", "bound", "main", 3),
                    new ReservationCancelled("p", "bound", 3),
                    new ReservationChanged("p", "bound", 3, 4, null, null),
                    new ReservationReassigned("p", "bound", "x", 1, null, "main"),
                    new StockReserved("p", "bound", 1, null)
                }) {
            ProductStocks stocks = stocksWithBlockedAndReserved();
            assertThatThrownBy(() -> apply(stocks, impossible))
                    .as("%s", impossible)
                    .isInstanceOf(IllegalStateException.class);
            assertUnchanged(stocks);
        }
    }

    @Test
    void a_quantity_beyond_long_is_refused_and_changes_nothing() {
        for (InventoryEvent tooMuch :
                new InventoryEvent[] {
                    new StockReceived("p", "x", Long.MAX_VALUE, "r"),
                    new StockReserved("p", "x", Long.MAX_VALUE, null),
                    new StockTransferred("p", "x", "main", Long.MAX_VALUE, "van")
                }) {
            ProductStocks stocks = stocksWithBlockedAndReserved();
            assertThatThrownBy(() -> apply(stocks, tooMuch))
                    .as("%s", tooMuch)
                    .isInstanceOfAny(ArithmeticException.class, IllegalStateException.class);
            assertUnchanged(stocks);
        }
    }

    @Test
    void an_event_before_the_registration_is_refused() {
        ProductStocks stocks = stocks();
        assertThatThrownBy(() -> apply(stocks, new StockReceived("p", "main", 1, "r")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stocks.of("p").version()).isZero();
    }

    /** 10 on hand in the warehouse main, 3 of them blocked; 6 reserved, and 2 of these there. */
    private static ProductStocks stocksWithBlockedAndReserved() {
        ProductStocks stocks = stocks();
        apply(stocks, registration(10));
        apply(stocks, new StockBlocked("p", "main", 3, "damaged"));
        apply(stocks, new StockReserved("p", "o", 4, null));
        apply(stocks, new StockReserved("p", "bound", 2, null, "main"));
        return stocks;
    }

    private static void assertUnchanged(ProductStocks stocks) {
        ProductStock stock = stocks.of("p");
        assertThat(stock.version()).isEqualTo(4);
        assertThat(stock.totalStock()).isEqualTo(10);
        assertThat(stock.blockedStock()).isEqualTo(3);
        assertThat(stock.reservedStock()).isEqualTo(6);
        assertThat(stock.warehouses()).containsExactly(new WarehouseStock("main", 10, 3, 2));
    }

    private static ProductStock after(InventoryEvent... events) {
        ProductStocks stocks = stocks();
        for (InventoryEvent event : events) {
            apply(stocks, event);
        }
        return stocks.of("p");
    }

    private static ProductStocks stocks() {
        var stocks = new ProductStocks(new BoundReservations());
        stocks.add(new ProductStock("p"));
        return stocks;
    }

    private static InventoryEvent registration(long quantity) {
        return new ProductRegistered("p", "name", "sku", quantity, "main");
    }

    private static void apply(ProductStocks stocks, InventoryEvent event) {
        long next = stocks.of("p").version() + 1;
        stocks.apply(
                new EventEnvelope(
                        new UUID(0, next),
                        "p",
                        EventEnvelope.INVENTORY,
                        next,
                        next,
                        Instant.EPOCH,
                        event,
                        new EventMetadata("c", null, null, null, null)));
    }
}
