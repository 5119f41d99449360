package io.stockledger.command.eventstore;

import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductDetails;
import io.stockledger.command.domain.Reservation;
import io.stockledger.command.domain.StockPolicy;
import io.stockledger.command.domain.WarehouseStock;
import io.stockledger.command.eventstore.SnapshotStore.Snapshot;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Converts products to the JSON of a snapshot and back. A change of the JSON raises {@link
 * #FORMAT}. A snapshot of the format before is read as well; snapshots of other formats are
 * discarded and the events are replayed.
 */
public final class ProductSnapshotJson {

    static final int FORMAT = 2;

    /** Without blocked stock, policy, end of the product, and warehouses of reservations. */
    private static final int FORMAT_BEFORE = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ProductSnapshotJson() {}

    /** The snapshot of a product. */
    public static Snapshot write(Product product) {
        ObjectNode state = MAPPER.createObjectNode();
        state.put("name", product.name());
        state.put("sku", product.sku());
        state.put("archived", product.isArchived());
        StockPolicy policy = product.policy();
        state.putObject("policy")
                .put("safetyStock", policy.safetyStock())
                .put("backorderLimit", policy.backorderLimit())
                .put("reorderPoint", policy.reorderPoint());
        state.put("updatedAt", product.updatedAt().toString());
        ObjectNode warehouses = state.putObject("warehouses");
        product.warehouses()
                .forEach(
                        (id, stock) ->
                                warehouses
                                        .putObject(id)
                                        .put("onHand", stock.onHand())
                                        .put("blocked", stock.blocked()));
        ObjectNode reservations = state.putObject("reservations");
        product.reservations()
                .forEach((orderId, held) -> write(reservations.putObject(orderId), held));
        return new Snapshot(product.productId(), product.version(), FORMAT, state.toString());
    }

    private static void write(ObjectNode json, Reservation held) {
        json.put("quantity", held.quantity());
        Instant expiresAt = held.expiresAt();
        if (expiresAt != null) {
            json.put("expiresAt", expiresAt.toString());
        }
        String warehouseId = held.warehouseId();
        if (warehouseId != null) {
            json.put("warehouseId", warehouseId);
        }
    }

    /**
     * The product of a snapshot.
     *
     * @throws RuntimeException of any kind if the snapshot cannot be read; the caller then replays
     *     the events
     */
    static Product read(Snapshot snapshot) {
        if (snapshot.format() != FORMAT && snapshot.format() != FORMAT_BEFORE) {
            throw new IllegalArgumentException("its format is " + snapshot.format());
        }
        boolean before = snapshot.format() == FORMAT_BEFORE;
        JsonNode state = MAPPER.readTree(snapshot.state());
        Map<String, WarehouseStock> warehouses = new HashMap<>();
        state.required("warehouses")
                .forEachEntry(
                        (id, stock) ->
                                warehouses.put(
                                        id,
                                        before
                                                ? new WarehouseStock(stock.longValue(), 0)
                                                : warehouse(stock)));
        Map<String, Reservation> reservations = new HashMap<>();
        state.required("reservations")
                .forEachEntry((orderId, held) -> reservations.put(orderId, reservation(held)));
        return new Product(
                snapshot.streamId(),
                new ProductDetails(
                        state.required("name").stringValue(),
                        state.required("sku").stringValue(),
                        before ? StockPolicy.NONE : policy(state.required("policy")),
                        !before && state.required("archived").booleanValue()),
                snapshot.version(),
                Instant.parse(state.required("updatedAt").stringValue()),
                warehouses,
                reservations);
    }

    private static WarehouseStock warehouse(JsonNode stock) {
        return new WarehouseStock(
                stock.required("onHand").longValue(), stock.required("blocked").longValue());
    }

    private static StockPolicy policy(JsonNode policy) {
        JsonNode reorderPoint = policy.required("reorderPoint");
        return new StockPolicy(
                policy.required("safetyStock").longValue(),
                policy.required("backorderLimit").longValue(),
                reorderPoint.isNull() ? null : reorderPoint.longValue());
    }

    private static Reservation reservation(JsonNode held) {
        JsonNode expiresAt = held.get("expiresAt");
        JsonNode warehouseId = held.get("warehouseId");
        return new Reservation(
                held.required("quantity").longValue(),
                expiresAt == null ? null : Instant.parse(expiresAt.stringValue()),
                warehouseId == null ? null : warehouseId.stringValue());
    }
}
