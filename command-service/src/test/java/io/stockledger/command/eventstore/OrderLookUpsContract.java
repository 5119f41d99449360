package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The promises of every event store about orders and receipts. */
abstract class OrderLookUpsContract extends ExclusiveAppendsContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    @Test
    void the_shipments_and_returns_of_an_order_are_added_up_per_product() {
        String product = newStream();
        String other = newStream();
        write(
                product,
                registered(product),
                new StockReserved(product, "one", 9, null),
                new StockShipped(product, "one", "main", 4),
                new StockShipped(product, "one", "main", 3),
                returned(product, "one", 2),
                new StockReserved(product, "two", 1, null),
                new StockShipped(product, "two", "main", 1));
        write(
                other,
                registered(other),
                new StockReserved(other, "one", 5, null),
                new StockShipped(other, "one", "main", 5));

        assertThat(shipments(product, "one", Long.MAX_VALUE)).isEqualTo(at(7, 7, 2));
        assertThat(shipments(product, "two", Long.MAX_VALUE)).isEqualTo(at(7, 1, 0));
        assertThat(shipments(other, "one", Long.MAX_VALUE)).isEqualTo(at(3, 5, 0));
        assertThat(shipments(other, "two", Long.MAX_VALUE)).isEqualTo(at(3, 0, 0));
    }

    @Test
    void shipments_count_up_to_a_version() {
        String product = newStream();
        write(
                product,
                registered(product),
                new StockReserved(product, "one", 9, null),
                new StockShipped(product, "one", "main", 4),
                returned(product, "one", 2),
                new StockShipped(product, "one", "main", 3));

        assertThat(shipments(product, "one", 2)).isEqualTo(at(2, 0, 0));
        assertThat(shipments(product, "one", 3)).isEqualTo(at(3, 4, 0));
        assertThat(shipments(product, "one", 4)).isEqualTo(at(4, 4, 2));
    }

    @Test
    void the_ids_of_products_and_orders_are_not_mixed_up() {
        String product = newStream();
        write(
                product,
                registered(product),
                new StockReserved(product, "a b", 9, null),
                new StockShipped(product, "a b", "main", 4));

        String otherProduct = product + " a";
        assertThat(shipments(product, "a b", Long.MAX_VALUE)).isEqualTo(at(3, 4, 0));
        assertThat(shipments(otherProduct, "b", Long.MAX_VALUE)).isEqualTo(at(0, 0, 0));
    }

    @Test
    void shipments_name_the_epoch_of_the_log() {
        String product = newStream();
        write(product, registered(product));

        assertThat(store().shipments(Map.of(new ProductOfOrder(product, "one"), 1L)))
                .satisfies(found -> assertThat(found.shipments()).hasSize(1))
                .satisfies(found -> assertThat(found.epoch()).isEqualTo(store().epoch()));
    }

    @Test
    void the_products_of_an_order_are_those_that_it_has_reserved_or_got_from_another_order() {
        String one = newStream();
        String other = newStream();
        String order = newStream();
        String from = newStream();
        write(
                other,
                registered(other),
                new StockReserved(other, order, 2, null),
                new ReservationCancelled(other, order, 2));
        write(
                one,
                registered(one),
                new StockReserved(one, from, 3, null),
                new ReservationReassigned(one, from, order, 3, null, null));

        ProductsOfOrders found = store().productsOfOrders(List.of(order, from, "no-order"));

        assertThat(found.productIds())
                .containsEntry(order, Set.of(other, one))
                .containsEntry(from, Set.of(one))
                .containsEntry("no-order", Set.of());
        assertThat(found.productIds().getOrDefault(order, Set.of())).containsExactly(other, one);
        assertThat(found.epoch()).isEqualTo(store().epoch());
    }

    @Test
    void an_append_on_fewer_products_of_an_order_than_it_has_is_refused() {
        String one = newStream();
        String other = newStream();
        String order = newStream();
        write(one, registered(one), new StockReserved(one, order, 2, null));
        write(
                other,
                registered(other),
                new StockReserved(other, "from", 2, null),
                new ReservationReassigned(other, "from", order, 2, null, null),
                new StockReserved(other, "from", 2, null),
                new ReservationReassigned(other, "from", order, 4, null, null));

        assertThat(store().append(SampleBatch.onOrders(Map.of(order, 1, newStream(), 0))))
                .isEqualTo(new Conflict(List.of(), Set.of(), Set.of(order)));
        assertThat(store().append(SampleBatch.onOrders(Map.of(order, 2))))
                .isInstanceOf(Success.class);
    }

    @Test
    void an_exclusive_append_on_fewer_products_of_an_order_decides_again() {
        String stream = newStream();
        String order = newStream();
        write(stream, registered(stream), new StockReserved(stream, order, 2, null));
        var calls = new ArrayList<NewerEvents>();

        store().appendExclusively(
                        null,
                        -1,
                        newer -> {
                            calls.add(newer);
                            return SampleBatch.onOrders(Map.of(order, calls.size() - 1));
                        });

        assertThat(calls).hasSize(2);
        assertThat(calls.getLast().changedOrders()).containsExactly(order);
    }

    @Test
    void an_exclusive_append_decides_again_for_each_further_order_that_has_more_products() {
        String stream = newStream();
        String one = newStream();
        String other = newStream();
        write(
                stream,
                registered(stream),
                new StockReserved(stream, one, 2, null),
                new StockReserved(stream, other, 2, null));
        var expected = new ArrayDeque<>(List.of(Map.of(one, 0), Map.of(other, 0), Map.of(one, 1)));
        var changed = new ArrayList<Set<String>>();

        store().appendExclusively(
                        null,
                        -1,
                        newer -> {
                            changed.add(newer.changedOrders());
                            return SampleBatch.onOrders(expected.remove());
                        });

        assertThat(changed).containsExactly(Set.of(), Set.of(one), Set.of(other));
    }

    @Test
    void an_exclusive_append_that_keeps_its_conflict_fails() {
        String stream = newStream();
        String order = newStream();
        write(stream, registered(stream), new StockReserved(stream, order, 2, null));

        assertThatThrownBy(
                        () ->
                                store().appendExclusively(
                                                null,
                                                -1,
                                                _ -> SampleBatch.onOrders(Map.of(order, 0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(order);
    }

    @Test
    void receipts_are_found_by_their_keys() {
        String stream = newStream();
        String key = newStream();
        UUID fingerprint = UUID.randomUUID();
        AppendBatch batch = SampleEvents.next(stream, 0, 2);
        store().append(
                        new SampleBatch(
                                batch.expectedVersions(),
                                batch.events(),
                                Set.of(key),
                                List.of(new AppendBatch.NewReceipt(key, fingerprint, 0, 2)),
                                null));

        Map<String, Receipt> found = store().receipts(List.of(key, newStream()));

        assertThat(found).containsOnlyKeys(key);
        assertThat(found.values())
                .allSatisfy(
                        receipt -> {
                            assertThat(receipt.fingerprint()).isEqualTo(fingerprint);
                            assertThat(receipt.events()).hasSize(2);
                        });
    }

    private ShipmentsAt shipments(String productId, String orderId, long upToVersion) {
        var asked = new ProductOfOrder(productId, orderId);
        Map<ProductOfOrder, ShipmentsAt> found =
                store().shipments(Map.of(asked, upToVersion)).shipments();
        assertThat(found).containsOnlyKeys(asked);
        return found.values().iterator().next();
    }

    private static ShipmentsAt at(long version, long shipped, long returned) {
        return new ShipmentsAt(version, new OrderShipments(shipped, returned));
    }

    private static InventoryEvent registered(String productId) {
        return new ProductRegistered(productId, "Lamp", "sku-1", 100, "main");
    }

    private static InventoryEvent returned(String productId, String orderId, long quantity) {
        return new StockReturned(productId, orderId, "main", quantity, "unwanted", false);
    }

    private void write(String streamId, InventoryEvent... payloads) {
        var events = new ArrayList<StreamEvent>();
        for (InventoryEvent payload : payloads) {
            events.add(
                    new StreamEvent(
                            UUID.randomUUID(),
                            streamId,
                            events.size() + 1,
                            NOON,
                            payload,
                            new EventMetadata("command", null, null, null, null)));
        }
        store().append(new SampleBatch(Map.of(streamId, 0L), events));
    }
}
