package io.stockledger.query.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.query.testing.Histories;
import io.stockledger.query.testing.Histories.Model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;

class ProductStockTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 42, 20260301})
    void the_fold_of_any_history_equals_the_model(long seed) {
        var histories = new Histories(seed, 10, 5);
        var stocks = new HashMap<String, ProductStock>();
        for (EventEnvelope event : histories.next(3_000)) {
            stocks.computeIfAbsent(event.aggregateId(), ProductStock::new).apply(event);
        }
        for (Model model : histories.models()) {
            ProductStock stock = stocks.getOrDefault(model.productId, new ProductStock(""));
            assertThat(stock.warehouses()).as("seed %s", seed).isEqualTo(model.warehouses);
            assertThat(stock.totalStock()).isEqualTo(model.total());
            assertThat(stock.reservedStock()).isEqualTo(model.reservedInAll());
            assertThat(stock.version()).isEqualTo(model.version);
        }
    }

    @Test
    void a_count_below_the_reserved_stock_leaves_no_available_stock() {
        ProductStock stock = registeredWith(10);
        apply(stock, new StockReserved("p", "o", 8, null));
        apply(stock, new StockAdjusted("p", "main", 10, 3, "physical-count"));
        assertThat(stock.totalStock()).isEqualTo(3);
        assertThat(stock.reservedStock()).isEqualTo(8);
        assertThat(stock.availableStock()).isZero();
    }

    @Test
    void an_event_that_contradicts_the_stock_is_refused_and_changes_nothing() {
        for (InventoryEvent impossible :
                new InventoryEvent[] {
                    new StockShipped("p", "o", "main", 11),
                    new StockShipped("p", "o", "main", 9),
                    new StockShipped("p", "o", "nowhere", 1),
                    new ReservationCancelled("p", "o", 9),
                    new StockTransferred("p", "main", "east", 11, "van"),
                    new StockAdjusted("p", "main", 9, 3, "count"),
                    new ProductRegistered("p", "again", "sku", 1, "main")
                }) {
            ProductStock stock = registeredWith(10);
            apply(stock, new StockReserved("p", "o", 8, null));
            assertThatThrownBy(() -> apply(stock, impossible))
                    .as("%s", impossible)
                    .isInstanceOf(IllegalStateException.class);
            assertUnchanged(stock, 10);
        }
    }

    @Test
    void a_quantity_beyond_long_is_refused_and_changes_nothing() {
        ProductStock stock = registeredWith(10);
        apply(stock, new StockReserved("p", "o", 8, null));
        assertThatThrownBy(() -> apply(stock, new StockReceived("p", "x", Long.MAX_VALUE, "r")))
                .isInstanceOf(ArithmeticException.class);
        assertUnchanged(stock, 10);
    }

    @Test
    void an_event_before_the_registration_is_refused() {
        ProductStock stock = new ProductStock("p");
        assertThatThrownBy(() -> apply(stock, new StockReceived("p", "main", 1, "r")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stock.version()).isZero();
    }

    private static void assertUnchanged(ProductStock stock, long total) {
        assertThat(stock.version()).isEqualTo(2);
        assertThat(stock.totalStock()).isEqualTo(total);
        assertThat(stock.reservedStock()).isEqualTo(8);
        assertThat(stock.warehouses()).containsOnlyKeys("main").containsEntry("main", total);
    }

    private static ProductStock registeredWith(long quantity) {
        ProductStock stock = new ProductStock("p");
        apply(stock, new ProductRegistered("p", "name", "sku", quantity, "main"));
        return stock;
    }

    private static void apply(ProductStock stock, InventoryEvent event) {
        long next = stock.version() + 1;
        stock.apply(
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
