package io.stockledger.replay;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A product as a service shows it or as it is expected.
 *
 * @param warehouses the quantity of each warehouse; empty warehouses are omitted, because a service
 *     may list them or not
 * @param blocked the blocked quantity of each warehouse with any
 */
record StockView(
        String productId,
        String name,
        String sku,
        long total,
        long available,
        long reserved,
        long shortfall,
        Map<String, Long> warehouses,
        Map<String, Long> blocked,
        long version) {

    static StockView of(JsonNode json) {
        Map<String, Long> warehouses = new TreeMap<>();
        Map<String, Long> blocked = new TreeMap<>();
        for (JsonNode warehouse : json.path("warehouses")) {
            String id = warehouse.path("warehouseId").asString("");
            warehouses.put(id, warehouse.path("quantity").asLong(-1));
            blocked.put(id, warehouse.path("blocked").asLong(-1));
        }
        return new StockView(
                json.path("productId").asString(""),
                json.path("name").asString(""),
                json.path("sku").asString(""),
                json.path("totalStock").asLong(-1),
                json.path("availableStock").asLong(-1),
                json.path("reservedStock").asLong(-1),
                json.path("shortfall").asLong(-1),
                withoutEmpty(warehouses),
                withoutEmpty(blocked),
                json.path("version").asLong(-1));
    }

    static StockView of(ProductScript script) {
        ProductModel model = script.model();
        return new StockView(
                script.productId(),
                model.name(),
                model.sku(),
                model.total(),
                model.available(),
                model.reserved(),
                model.shortfall(),
                withoutEmpty(model.warehouses()),
                withoutEmpty(model.blockedByWarehouse()),
                model.version());
    }

    private static Map<String, Long> withoutEmpty(Map<String, Long> warehouses) {
        Map<String, Long> holding = new TreeMap<>(warehouses);
        holding.values().removeIf(quantity -> quantity == 0);
        return holding;
    }

    /** Returns the fields that differ, each as "name should be this and is that". */
    List<String> differences(StockView actual) {
        List<String> differences = new ArrayList<>();
        compare(differences, "productId", productId, actual.productId);
        compare(differences, "name", name, actual.name);
        compare(differences, "sku", sku, actual.sku);
        compare(differences, "totalStock", total, actual.total);
        compare(differences, "availableStock", available, actual.available);
        compare(differences, "reservedStock", reserved, actual.reserved);
        compare(differences, "shortfall", shortfall, actual.shortfall);
        compare(differences, "warehouses", warehouses, actual.warehouses);
        compare(differences, "blocked", blocked, actual.blocked);
        compare(differences, "version", version, actual.version);
        return differences;
    }

    private static void compare(
            List<String> differences, String field, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(field + " should be " + expected + " and is " + actual);
        }
    }
}
