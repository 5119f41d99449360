package io.stockledger.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

class ProductModelTest {

    private static final String PRODUCT = "mug-blue";
    private static final Instant START = Instant.parse("2026-01-31T12:30:00Z");

    private final ProductModel model = new ProductModel(PRODUCT);

    @Test
    void the_state_is_that_of_all_events() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReceived(PRODUCT, "north", 5, "delivery"));
        apply(new StockReserved(PRODUCT, "order-1", 6, null));
        apply(new StockShipped(PRODUCT, "order-1", "main", 2));
        apply(new StockTransferred(PRODUCT, "main", "north", 3, "transfer"));
        apply(new StockAdjusted(PRODUCT, "north", 8, 7, "damage"));
        apply(new StockReserved(PRODUCT, "order-2", 1, START.plusSeconds(600)));
        apply(new ReservationExtended(PRODUCT, "order-2", START.plusSeconds(1200)));

        assertThat(model.warehouses()).isEqualTo(Map.of("main", 5L, "north", 7L));
        assertThat(model.totalStock()).isEqualTo(12);
        assertThat(model.reservedStock()).isEqualTo(5);
        assertThat(model.availableStock()).isEqualTo(7);
        assertThat(model.version()).isEqualTo(8);
        assertThat(model.openLines())
                .containsEntry("order-1", new ModelLine(4, 2, "open", null))
                .containsEntry("order-2", new ModelLine(1, 0, "open", START.plusSeconds(1200)));
        assertThat(model.reservedAt(START.plusSeconds(1200))).isEqualTo(4);
    }

    @Test
    void a_grant_beyond_the_available_stock_is_a_contradiction() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReserved(PRODUCT, "order-1", 8, null));

        assertContradiction(
                new StockReserved(PRODUCT, "order-2", 3, null),
                "3 are reserved",
                "2 are available");
    }

    @Test
    void a_lapsed_reservation_holds_nothing_although_its_expiry_is_not_recorded() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReserved(PRODUCT, "order-1", 10, START.plusSeconds(3)));
        apply(new StockReserved(PRODUCT, "order-2", 10, null));

        assertThat(model.reservedStock()).isEqualTo(20);
        assertThat(model.reservedAt(START.plusSeconds(3))).isEqualTo(10);
    }

    @Test
    void a_reservation_that_expires_before_its_end_is_a_contradiction() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReserved(PRODUCT, "order-1", 10, START.plusSeconds(3600)));

        assertContradiction(new ReservationExpired(PRODUCT, "order-1", 10), "its end is");
    }

    @Test
    void a_shipment_beyond_the_reservation_or_the_warehouse_is_a_contradiction() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReserved(PRODUCT, "order-1", 4, null));

        assertContradiction(
                new StockShipped(PRODUCT, "order-1", "main", 5), "5 are shipped", "4 are reserved");
        assertContradiction(
                new StockShipped(PRODUCT, "order-1", "north", 1), "leave warehouse 'north'");
    }

    @Test
    void a_second_reservation_of_an_order_is_a_contradiction() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReserved(PRODUCT, "order-1", 4, null));

        assertContradiction(new StockReserved(PRODUCT, "order-1", 1, null), "it still holds 4");
    }

    @Test
    void a_partial_cancellation_is_a_contradiction() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        apply(new StockReserved(PRODUCT, "order-1", 4, null));

        assertContradiction(
                new ReservationCancelled(PRODUCT, "order-1", 3), "3 of 4 are cancelled");
    }

    @Test
    void an_adjustment_from_another_quantity_is_a_contradiction() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));

        assertContradiction(
                new StockAdjusted(PRODUCT, "main", 9, 5, "count"), "adjusted from 9", "holds 10");
    }

    @Test
    void a_stream_begins_with_its_only_registration() {
        assertContradiction(new StockReceived(PRODUCT, "main", 5, "r"), "no registration");
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));
        assertContradiction(
                new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"), "twice");
    }

    @Test
    void a_gap_in_the_sequence_and_a_position_that_goes_back_are_contradictions() {
        apply(new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main"));

        InventoryEvent received = new StockReceived(PRODUCT, "main", 5, "r");
        assertThatThrownBy(() -> model.apply(envelope(3, 30, received)))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContaining("sequence number 3 follows 1");
        assertThatThrownBy(() -> model.apply(envelope(2, 1, received)))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContaining("position 1 follows 1");
    }

    private void apply(InventoryEvent event) {
        long next = model.version() + 1;
        model.apply(envelope(next, next, event));
    }

    private void assertContradiction(InventoryEvent event, String... parts) {
        assertThatThrownBy(() -> apply(event))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContainingAll(parts);
    }

    private static EventEnvelope envelope(
            long sequenceNumber, long position, InventoryEvent event) {
        return new EventEnvelope(
                new UUID(7, position),
                PRODUCT,
                EventEnvelope.INVENTORY,
                sequenceNumber,
                position,
                START.plusSeconds(sequenceNumber),
                event,
                new EventMetadata("command", null, null, null, null));
    }
}
