package io.stockledger.command.eventstore;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.Reservation;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Converts products to the JSON of a snapshot and back. A change of the JSON raises {@link
 * #FORMAT}; snapshots of another format are discarded and the events are replayed.
 */
public final class ProductSnapshotJson {

    static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProductSnapshotJson() {}

    /** The snapshot of a product. */
    public static Snapshot write(Product product) {
        ObjectNode state = MAPPER.createObjectNode();
        state.put("name", product.name());
        state.put("sku", product.sku());
        state.put("updatedAt", product.updatedAt().toString());
        ObjectNode warehouses = state.putObject("warehouses");
        product.warehouses().forEach(warehouses::put);
        ObjectNode reservations = state.putObject("reservations");
        product.reservations()
                .forEach(
                        (orderId, held) -> {
                            ObjectNode reservation = reservations.putObject(orderId);
                            reservation.put("quantity", held.quantity());
                            Instant expiresAt = held.expiresAt();
                            if (expiresAt != null) {
                                reservation.put("expiresAt", expiresAt.toString());
                            }
                        });
        return new Snapshot(product.productId(), product.version(), FORMAT, state.toString());
    }

    /**
     * The product of a snapshot.
     *
     * @throws RuntimeException of any kind if the snapshot cannot be read; the caller then replays
     *     the events
     */
    static Product read(Snapshot snapshot) {
        if (snapshot.format() != FORMAT) {
            throw new IllegalArgumentException("its format is " + snapshot.format());
        }
        JsonNode state = MAPPER.readTree(snapshot.state());
        Map<String, Long> warehouses = new HashMap<>();
        state.required("warehouses")
                .forEachEntry((id, quantity) -> warehouses.put(id, quantity.longValue()));
        Map<String, Reservation> reservations = new HashMap<>();
        state.required("reservations")
                .forEachEntry(
                        (orderId, held) ->
                                reservations.put(
                                        orderId,
                                        new Reservation(
                                                held.required("quantity").longValue(),
                                                instantOrNull(held.get("expiresAt")))));
        return new Product(
                snapshot.streamId(),
                state.required("name").stringValue(),
                state.required("sku").stringValue(),
                snapshot.version(),
                Instant.parse(state.required("updatedAt").stringValue()),
                warehouses,
                reservations);
    }

    private static @Nullable Instant instantOrNull(@Nullable JsonNode node) {
        return node == null ? null : Instant.parse(node.stringValue());
    }
}
