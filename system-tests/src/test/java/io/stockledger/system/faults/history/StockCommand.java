package io.stockledger.system.faults.history;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** A command of the workload, as the contract of the command service describes it. */
public sealed interface StockCommand {

    record Register(String productId, long quantity, String warehouseId) implements StockCommand {}

    record Receive(String productId, String warehouseId, long quantity) implements StockCommand {}

    record Reserve(
            String productId, String orderId, long quantity, @Nullable Integer expiresInSeconds)
            implements StockCommand {}

    record Cancel(String productId, String orderId) implements StockCommand {}

    record Ship(String productId, String orderId, String warehouseId, long quantity)
            implements StockCommand {}

    record Adjust(String productId, String warehouseId, long newQuantity) implements StockCommand {}

    record Transfer(String productId, String from, String to, long quantity)
            implements StockCommand {}

    record Count(String productId, String warehouseId, long quantity) implements StockCommand {}

    /**
     * A basket.
     *
     * @param lines the quantity of each product
     */
    record ReserveOrder(String orderId, SortedMap<String, Long> lines) implements StockCommand {}

    /**
     * The cancellation of a basket.
     *
     * @param productIds the products of the basket
     */
    record CancelOrder(String orderId, List<String> productIds) implements StockCommand {}

    /** The products that the command may change, in their order. */
    default List<String> productIds() {
        return switch (this) {
            case Register c -> List.of(c.productId);
            case Receive c -> List.of(c.productId);
            case Reserve c -> List.of(c.productId);
            case Cancel c -> List.of(c.productId);
            case Ship c -> List.of(c.productId);
            case Adjust c -> List.of(c.productId);
            case Transfer c -> List.of(c.productId);
            case Count c -> List.of(c.productId);
            case ReserveOrder c -> List.copyOf(c.lines.keySet());
            case CancelOrder c -> List.copyOf(new TreeSet<>(c.productIds));
        };
    }

    /** The type of the command in a bulk request. */
    default String bulkType() {
        return switch (this) {
            case Register _ -> "register-product";
            case Receive _ -> "receive-stock";
            case Reserve _ -> "reserve-stock";
            case Cancel _ -> "cancel-reservation";
            case Ship _ -> "ship-stock";
            case Adjust _ -> "adjust-stock";
            case Transfer _ -> "transfer-stock";
            case Count _ -> "count-stock";
            case ReserveOrder _ -> "reserve-order";
            case CancelOrder _ -> "cancel-order";
        };
    }

    /** The method and path of the call for this command. */
    default Map.Entry<String, String> call() {
        return switch (this) {
            case Register _ -> Map.entry("POST", "/v1/products");
            case Receive c -> Map.entry("POST", path(c.productId, "receipts"));
            case Reserve c -> Map.entry("POST", path(c.productId, "reservations"));
            case Cancel c -> Map.entry("DELETE", path(c.productId, "reservations/" + c.orderId));
            case Ship c -> Map.entry("POST", path(c.productId, "shipments"));
            case Adjust c -> Map.entry("POST", path(c.productId, "adjustments"));
            case Transfer c -> Map.entry("POST", path(c.productId, "transfers"));
            case Count c -> Map.entry("POST", path(c.productId, "counts"));
            case ReserveOrder c -> Map.entry("POST", "/v1/orders/" + c.orderId + "/reservations");
            case CancelOrder c -> Map.entry("DELETE", "/v1/orders/" + c.orderId + "/reservations");
        };
    }

    private static String path(String productId, String resource) {
        return "/v1/products/" + productId + "/" + resource;
    }
}
