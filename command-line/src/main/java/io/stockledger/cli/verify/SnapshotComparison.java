package io.stockledger.cli.verify;

import io.stockledger.verification.ModelLine;
import io.stockledger.verification.ModelPolicy;
import io.stockledger.verification.ProductModel;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the state in a snapshot with the model of its product at the same version. A snapshot of
 * format 1 has no blocked stock, policy and end of the product, and no warehouses of reservations:
 * it is right only if the events give none.
 */
final class SnapshotComparison {

    private static final int FORMAT = 2;
    private static final int FORMAT_BEFORE = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private SnapshotComparison() {}

    /**
     * The difference in words, or null without one. Snapshots of other formats are discarded when
     * they are loaded, so they have none.
     */
    static @Nullable String difference(int format, String state, ProductModel model) {
        if (format != FORMAT && format != FORMAT_BEFORE) {
            return null;
        }
        try {
            return difference(format == FORMAT_BEFORE, MAPPER.readTree(state), model);
        } catch (JacksonException e) {
            return "it cannot be read: " + e.getOriginalMessage();
        }
    }

    private static @Nullable String difference(
            boolean isBefore, JsonNode state, ProductModel model) {
        if (!text(state, "name").equals(model.name()) || !text(state, "sku").equals(model.sku())) {
            return "name or sku differ";
        }
        if (!text(state, "updatedAt").equals(model.updatedAt().toString())) {
            return "updatedAt is %s, the events give %s"
                    .formatted(text(state, "updatedAt"), model.updatedAt());
        }
        boolean archived = !isBefore && state.path("archived").booleanValue(!model.archived());
        if (archived != model.archived()) {
            return "archived is %s, the events give %s".formatted(archived, model.archived());
        }
        String policy = isBefore ? text(0, 0, null) : policy(state.path("policy"));
        ModelPolicy wanted = model.policy();
        String expected =
                text(wanted.safetyStock(), wanted.backorderLimit(), wanted.reorderPoint());
        if (!policy.equals(expected)) {
            return "the policy is %s, the events give %s".formatted(policy, expected);
        }
        Map<String, String> warehouses = warehouses(state.path("warehouses"), isBefore);
        if (!warehouses.equals(warehouses(model))) {
            return "warehouses are %s, the events give %s".formatted(warehouses, warehouses(model));
        }
        return reservations(state.path("reservations")).equals(reservations(model))
                ? null
                : "the reservations differ";
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static String policy(JsonNode policy) {
        JsonNode reorderPoint = policy.path("reorderPoint");
        return text(
                policy.path("safetyStock").longValue(-1),
                policy.path("backorderLimit").longValue(-1),
                reorderPoint.isNumber() ? reorderPoint.longValue() : null);
    }

    private static String text(long safetyStock, long backorderLimit, @Nullable Long reorderPoint) {
        return "safety stock %d, backorder limit %d, reorder point %s"
                .formatted(safetyStock, backorderLimit, reorderPoint);
    }

    private static Map<String, String> warehouses(JsonNode warehouses, boolean isBefore) {
        var stored = new TreeMap<String, String>();
        warehouses.forEachEntry(
                (id, stock) ->
                        stored.put(
                                id,
                                isBefore
                                        ? stock(stock.longValue(-1), 0)
                                        : stock(
                                                stock.path("onHand").longValue(-1),
                                                stock.path("blocked").longValue(-1))));
        return stored;
    }

    private static Map<String, String> warehouses(ProductModel model) {
        var expected = new TreeMap<String, String>();
        model.warehouses()
                .forEach((id, stock) -> expected.put(id, stock(stock.onHand(), stock.blocked())));
        return expected;
    }

    private static String stock(long onHand, long blocked) {
        return "%d (%d blocked)".formatted(onHand, blocked);
    }

    private static Map<String, String> reservations(JsonNode reservations) {
        var stored = new TreeMap<String, String>();
        reservations.forEachEntry(
                (order, held) ->
                        stored.put(
                                order,
                                reservation(
                                        held.path("quantity").longValue(-1),
                                        text(held, "expiresAt"),
                                        text(held, "warehouseId"))));
        return stored;
    }

    private static Map<String, String> reservations(ProductModel model) {
        var expected = new TreeMap<String, String>();
        model.openLines().forEach((order, line) -> expected.put(order, reservation(line)));
        return expected;
    }

    private static String reservation(ModelLine line) {
        return reservation(
                line.reserved(),
                line.expiresAt() == null ? "" : line.expiresAt().toString(),
                line.warehouseId() == null ? "" : line.warehouseId());
    }

    private static String reservation(long quantity, String end, String warehouseId) {
        return "%d until %s in %s".formatted(quantity, end, warehouseId);
    }
}
