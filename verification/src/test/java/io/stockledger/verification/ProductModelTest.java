package io.stockledger.verification;

import static io.stockledger.verification.ModelHistory.PRODUCT;
import static io.stockledger.verification.ModelHistory.registered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
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

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;

class ProductModelTest {

    @Test
    void the_state_is_that_of_all_events() {
        ModelHistory history = registered(10);
        Instant end = history.in(1200);
        history.apply(
                new StockReceived(PRODUCT, "north", 5, "delivery"),
                new StockReserved(PRODUCT, "order-1", 6, null),
                new StockShipped(PRODUCT, "order-1", "main", 2),
                new StockTransferred(PRODUCT, "main", "north", 3, "transfer"),
                new StockAdjusted(PRODUCT, "north", 8, 7, "damage"),
                new StockReserved(PRODUCT, "order-2", 1, history.in(600)),
                new ReservationExtended(PRODUCT, "order-2", end));

        ProductModel model = history.model();
        assertThat(model.warehouses())
                .isEqualTo(
                        Map.of(
                                "main", new ModelWarehouse(5, 0, 0),
                                "north", new ModelWarehouse(7, 0, 0)));
        assertThat(model.totalStock()).isEqualTo(12);
        assertThat(model.reservedStock()).isEqualTo(5);
        assertThat(model.availableStock()).isEqualTo(7);
        assertThat(model.version()).isEqualTo(8);
        assertThat(model.openLines())
                .containsEntry("order-1", new ModelLine(4, 2, 0, "open", null, null, 3, null))
                .containsEntry("order-2", new ModelLine(1, 0, 0, "open", end, null, 7, null));
        assertThat(model.reservedAt(end)).isEqualTo(4);
    }

    @Test
    void the_state_has_blocked_stock_policies_returns_and_warehouses_of_reservations() {
        ModelHistory history =
                registered(10)
                        .apply(
                                new ProductRenamed(PRODUCT, "Red mug", "MUG-2"),
                                new StockPolicySet(PRODUCT, 1, 2, 3L),
                                new StockReceived(PRODUCT, "north", 5, "delivery", true),
                                new StockBlocked(PRODUCT, "main", 3, "damaged"),
                                new StockUnblocked(PRODUCT, "north", 1, "inspected"),
                                new StockWrittenOff(PRODUCT, "main", 1, "broken", true),
                                new StockReserved(PRODUCT, "order-1", 4, null, "main"),
                                new StockShipped(PRODUCT, "order-1", "main", 1),
                                new StockReturned(PRODUCT, "order-1", "north", 1, "wrong", true),
                                new ReservationChanged(PRODUCT, "order-1", 3, 2, null, "main"),
                                new ReservationReassigned(
                                        PRODUCT, "order-1", "order-2", 2, null, "main"),
                                new ProductArchived(PRODUCT));

        ProductModel model = history.model();
        assertThat(model.warehouses())
                .isEqualTo(
                        Map.of(
                                "main", new ModelWarehouse(8, 2, 2),
                                "north", new ModelWarehouse(6, 5, 0)));
        assertThat(model.totalStock()).isEqualTo(14);
        assertThat(model.blockedStock()).isEqualTo(7);
        assertThat(model.availableStock()).isEqualTo(14 - 7 - 1 - 2);
        assertThat(model.availableToPromise(history.in(1))).isEqualTo(14 - 7 - 1 - 2 + 2);
        assertThat(model.policy()).isEqualTo(new ModelPolicy(1, 2, 3L));
        assertThat(model.archived()).isTrue();
        assertThat(model.name() + " " + model.sku()).isEqualTo("Red mug MUG-2");
        model.forEachLine(
                (orderId, line) ->
                        assertThat(line)
                                .isEqualTo(
                                        orderId.equals("order-1")
                                                ? ModelLine.closed(1, 1, "reassigned", "order-2")
                                                : new ModelLine(
                                                        2, 0, 0, "open", null, "main", 8, null)));
    }

    @Test
    void an_adjustment_from_another_quantity_is_a_contradiction() {
        registered(10)
                .contradicts(
                        new StockAdjusted(PRODUCT, "main", 9, 5, "count"),
                        "adjusted from 9",
                        "holds 10");
    }

    @Test
    void an_adjustment_that_leaves_less_than_is_promised_is_a_contradiction_unless_it_counts() {
        registered(10)
                .apply(
                        new StockPolicySet(PRODUCT, 0, 2, null),
                        new StockReserved(PRODUCT, "order-1", 8, null))
                .contradicts(
                        new StockAdjusted(PRODUCT, "main", 10, 5, "damage"),
                        "leaves 5",
                        "8 are reserved")
                .apply(new StockAdjusted(PRODUCT, "main", 10, 6, "damage"))
                .apply(new StockAdjusted(PRODUCT, "main", 6, 1, "physical-count"))
                .apply(new StockAdjusted(PRODUCT, "main", 1, 2, "found"));
    }

    @Test
    void an_adjustment_below_blocked_and_bound_stock_is_a_contradiction_unless_it_counts() {
        ModelHistory history =
                registered(10)
                        .apply(
                                new StockReceived(PRODUCT, "north", 90, "delivery"),
                                new StockBlocked(PRODUCT, "main", 4, "damaged"),
                                new StockReserved(PRODUCT, "order-1", 3, null, "main"))
                        .contradicts(
                                new StockAdjusted(PRODUCT, "main", 10, 6, "damage"),
                                "leaves 6 in warehouse 'main'",
                                "4 are blocked and 3 are reserved")
                        .apply(new StockAdjusted(PRODUCT, "main", 10, 2, "physical-count"));

        assertThat(history.model().warehouses()).containsEntry("main", new ModelWarehouse(2, 2, 3));
    }

    @Test
    void a_transfer_takes_only_stock_that_is_neither_blocked_nor_reserved_in_the_warehouse() {
        registered(10)
                .apply(
                        new StockBlocked(PRODUCT, "main", 4, "damaged"),
                        new StockReserved(PRODUCT, "order-1", 3, null, "main"),
                        new StockReserved(PRODUCT, "order-2", 3, null))
                .contradicts(
                        new StockTransferred(PRODUCT, "main", "north", 4, "t"),
                        "4 leave warehouse 'main'",
                        "3 there are neither blocked nor reserved")
                .apply(new StockTransferred(PRODUCT, "main", "north", 3, "t"));
    }

    @Test
    void blocking_unblocking_and_writing_off_are_limited_by_what_the_warehouse_holds() {
        registered(10)
                .apply(
                        new StockReserved(PRODUCT, "order-1", 10, null, "main"),
                        new StockBlocked(PRODUCT, "main", 4, "damaged"))
                .contradicts(
                        new StockBlocked(PRODUCT, "main", 7, "damaged"),
                        "7 are blocked in warehouse 'main'",
                        "6 there are not blocked")
                .contradicts(
                        new StockUnblocked(PRODUCT, "main", 5, "fine"),
                        "5 are unblocked in",
                        "4 there are blocked")
                .contradicts(
                        new StockWrittenOff(PRODUCT, "main", 5, "broken", true),
                        "5 are written off in",
                        "4 there are blocked")
                .contradicts(
                        new StockWrittenOff(PRODUCT, "main", 7, "broken", false),
                        "7 are written off in",
                        "6 there are not blocked")
                .apply(new StockWrittenOff(PRODUCT, "main", 6, "broken", false));
    }

    @Test
    void more_comes_back_than_was_shipped_for_the_order_is_a_contradiction() {
        registered(10)
                .apply(
                        new StockReserved(PRODUCT, "order-1", 6, null),
                        new StockReserved(PRODUCT, "order-2", 2, null),
                        new StockShipped(PRODUCT, "order-1", "main", 4),
                        new StockReturned(PRODUCT, "order-1", "main", 3, "wrong", false))
                .contradicts(
                        new StockReturned(PRODUCT, "order-1", "main", 2, "wrong", false),
                        "2 come back from order 'order-1'",
                        "4 were shipped",
                        "3 of them came back")
                .contradicts(
                        new StockReturned(PRODUCT, "order-2", "main", 1, "wrong", false),
                        "0 were shipped")
                .apply(
                        new StockShipped(PRODUCT, "order-1", "main", 2),
                        new StockReturned(PRODUCT, "order-1", "north", 3, "wrong", false));
    }

    @Test
    void an_archived_product_is_neither_received_nor_reserved_and_all_else_goes_on() {
        registered(10)
                .apply(new StockReserved(PRODUCT, "order-1", 6, null), new ProductArchived(PRODUCT))
                .contradicts(new ProductArchived(PRODUCT), "it is so already")
                .contradicts(
                        new StockReceived(PRODUCT, "main", 1, "delivery"),
                        "an archived product is received")
                .contradicts(
                        new StockReserved(PRODUCT, "order-2", 1, null),
                        "an archived product is reserved")
                .contradicts(
                        new ReservationChanged(PRODUCT, "order-1", 6, 7, null, null),
                        "an archived product is reserved")
                .apply(
                        new ReservationChanged(PRODUCT, "order-1", 6, 5, null, null),
                        new ReservationReassigned(PRODUCT, "order-1", "order-2", 5, null, null),
                        new StockShipped(PRODUCT, "order-2", "main", 2),
                        new StockReturned(PRODUCT, "order-2", "main", 1, "wrong", false),
                        new ReservationCancelled(PRODUCT, "order-2", 3),
                        new StockTransferred(PRODUCT, "main", "north", 2, "t"),
                        new StockAdjusted(PRODUCT, "north", 2, 3, "found"),
                        new StockBlocked(PRODUCT, "north", 1, "damaged"),
                        new StockWrittenOff(PRODUCT, "north", 1, "broken", true),
                        new ProductRenamed(PRODUCT, "Old mug", "MUG-1"),
                        new StockPolicySet(PRODUCT, 1, 0, null),
                        new ProductRestored(PRODUCT),
                        new StockReceived(PRODUCT, "main", 1, "delivery"))
                .contradicts(new ProductRestored(PRODUCT), "it is not archived");
    }

    @Test
    void an_event_that_changes_nothing_is_a_contradiction() {
        registered(10)
                .apply(
                        new StockPolicySet(PRODUCT, 1, 0, null),
                        new StockReserved(PRODUCT, "order-1", 6, null))
                .contradicts(
                        new ProductRenamed(PRODUCT, "Blue mug", "MUG-1"), "this name and this SKU")
                .contradicts(
                        new StockPolicySet(PRODUCT, 1, 0, null), "the policy is set to what it is")
                .contradicts(
                        new ReservationChanged(PRODUCT, "order-1", 6, 6, null, null),
                        "changed to what it is already");
    }

    @Test
    void a_total_and_a_policy_beyond_the_largest_quantity_are_contradictions() {
        long max = (1L << 53) - 1;
        registered(max)
                .contradicts(
                        new StockPolicySet(PRODUCT, 0, max + 1, null), "the policy is out of range")
                .contradicts(new StockReceived(PRODUCT, "north", 1, "delivery"), "the total is");
    }

    @Test
    void a_quantity_of_0_and_an_event_of_another_product_are_contradictions() {
        registered(10)
                .contradicts(new StockReceived(PRODUCT, "main", 0, "r"), "the quantity is 0")
                .contradicts(
                        new StockReceived("mug-red", "main", 1, "r"),
                        "the payload is about product 'mug-red'");
    }

    @Test
    void a_stream_begins_with_its_only_registration() {
        var registration = new ProductRegistered(PRODUCT, "Blue mug", "MUG-1", 10, "main");
        new ModelHistory()
                .contradicts(new StockReceived(PRODUCT, "main", 5, "r"), "no registration")
                .apply(registration)
                .contradicts(registration, "twice");
    }

    @Test
    void a_gap_in_the_sequence_and_a_position_that_goes_back_are_contradictions() {
        ModelHistory history = registered(10);
        InventoryEvent received = new StockReceived(PRODUCT, "main", 5, "r");

        assertThatThrownBy(() -> history.model().apply(history.envelope(3, 30, received)))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContaining("sequence number 3 follows 1");
        assertThatThrownBy(() -> history.model().apply(history.envelope(2, 1, received)))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContaining("position 1 follows 1");
    }
}
