package io.stockledger.command.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Given events, when a command is decided, then events or a refusal result. */
final class Scenario {

    static final String PRODUCT = "85123A";
    static final String ORDER = "order-1";
    static final String MAIN = "main";
    static final String NORTH = "north";
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Product product = new Product(PRODUCT);
    private Instant now = NOON;

    private Scenario() {}

    static Scenario given(InventoryEvent... history) {
        var scenario = new Scenario();
        for (InventoryEvent event : history) {
            scenario.product.apply(event, NOON);
        }
        return scenario;
    }

    Product product() {
        return product;
    }

    Outcome when(ProductCommand command) {
        return when(command, null);
    }

    Outcome when(ProductCommand command, @Nullable Long expectedVersion) {
        return new Outcome(ProductDecisions.decide(product, command, expectedVersion, now));
    }

    /** Sets the instant of the next decision. */
    Scenario at(Instant instant) {
        now = instant;
        return this;
    }

    record Outcome(Decision decision) {

        void then(InventoryEvent... events) {
            assertThat(decision).isEqualTo(new Acceptance(List.of(events)));
        }

        void thenRefused(Refusal refusal) {
            assertThat(decision).isEqualTo(refusal);
        }
    }

    static InventoryEvent registered(long initialQuantity) {
        return new ProductRegistered(PRODUCT, "Hanging heart", "sku-1", initialQuantity, MAIN);
    }

    static InventoryEvent received(String warehouseId, long quantity) {
        return new StockReceived(PRODUCT, warehouseId, quantity, "delivery-1");
    }

    static InventoryEvent reservedIn(String warehouseId, String orderId, long quantity) {
        return new StockReserved(PRODUCT, orderId, quantity, null, warehouseId);
    }

    static InventoryEvent blocked(String warehouseId, long quantity) {
        return new StockBlocked(PRODUCT, warehouseId, quantity, "inspection");
    }

    static InventoryEvent policy(long safetyStock, long backorderLimit) {
        return new StockPolicySet(PRODUCT, safetyStock, backorderLimit, null);
    }

    static InventoryEvent archived() {
        return new ProductArchived(PRODUCT);
    }

    static InventoryEvent shipped(String orderId, String warehouseId, long quantity) {
        return new StockShipped(PRODUCT, orderId, warehouseId, quantity);
    }

    static InventoryEvent reserved(String orderId, long quantity) {
        return new StockReserved(PRODUCT, orderId, quantity, null);
    }
}
