package io.stockledger.query.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockReceived;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

class ProductStocksTest {

    private final ProductStocks stocks = new ProductStocks();

    @BeforeEach
    void addRows() {
        stocks.add(new ProductStock("c"));
        stocks.add(
                new ProductStock(
                        "b",
                        ProductDetails.NONE,
                        0,
                        Map.of("main", new WarehouseStock("main", 5, 0, 0)),
                        3,
                        Instant.EPOCH));
        stocks.add(new ProductStock("a"));
    }

    @Test
    void the_changed_stocks_are_those_with_an_event_in_the_order_of_their_ids() {
        stocks.apply(event(4, new StockReceived("b", "main", 1, "r")));
        stocks.apply(event(1, new ProductRegistered("a", "name", "sku", 2, "main")));
        assertThat(stocks.changed())
                .extracting(ProductStock::productId, ProductStock::totalStock)
                .containsExactly(tuple("a", 2L), tuple("b", 6L));
        assertThat(stocks.emptyIds()).containsExactly("c");
    }

    @Test
    void a_refused_event_leaves_its_product_unchanged() {
        assertThatThrownBy(() -> stocks.apply(event(1, new StockReceived("c", "main", 1, "r"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stocks.changed()).isEmpty();
        assertThat(stocks.emptyIds()).containsExactly("a", "c");
    }

    @Test
    void a_product_whose_row_was_not_added_is_refused() {
        assertThatThrownBy(() -> stocks.of("d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("product d");
    }

    private static EventEnvelope event(long sequenceNumber, InventoryEvent event) {
        return new EventEnvelope(
                new UUID(0, sequenceNumber),
                event.productId(),
                EventEnvelope.INVENTORY,
                sequenceNumber,
                sequenceNumber,
                Instant.EPOCH,
                event,
                new EventMetadata("c", null, null, null, null));
    }
}
