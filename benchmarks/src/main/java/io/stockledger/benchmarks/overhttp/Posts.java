package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Baskets;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.load.RandomKeys;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The loads' steps as HTTP requests. */
final class Posts {

    /** What the clients of a load send. */
    interface Source {

        /**
         * The requests of one client.
         *
         * @param prefix begins the ids of its orders and of no other client's
         */
        Supplier<Request> forClient(String prefix);
    }

    /** Under which paths the service and its two baselines take the same requests. */
    enum Endpoint {
        COMMAND_SERVICE("/v1/products/"),
        CONSTANT(BaselineEndpoints.CONSTANT + "/"),
        LOAD_FOLD_APPEND(BaselineEndpoints.LOAD_FOLD_APPEND + "/");

        private final String path;

        Endpoint(String path) {
            this.path = path;
        }
    }

    private Posts() {}

    /** One unit of one product is reserved, and next shipped. */
    static Source singles(Endpoint endpoint, ProductSpread spread) {
        return prefix -> {
            var orders = new ShopOrders(spread.choice(), prefix);
            return () -> single(endpoint, orders.next());
        };
    }

    /** The same, each with an idempotency key of its own. */
    static Source singlesWithKeys(ProductSpread spread) {
        return prefix -> {
            var orders = new ShopOrders(spread.choice(), prefix);
            var keys = new RandomKeys();
            return () -> single(Endpoint.COMMAND_SERVICE, orders.next()).withKey(keys.get());
        };
    }

    /** A basket of so many products is reserved, and next shipped. */
    static Source baskets(ProductSpread spread, int lines) {
        return prefix -> {
            var baskets = new Baskets(spread.choice(), lines, prefix);
            return () -> basket(baskets.next());
        };
    }

    /** So many reservations of one unit in one request, and next their shipments in another. */
    static Source bulk(String path, ProductSpread spread, int lines) {
        return prefix -> {
            var baskets = new Baskets(spread.choice(), lines, prefix);
            return () -> bulk(path, baskets.next());
        };
    }

    /** The products are registered one after the other, over all clients together. */
    static Source registrations() {
        AtomicInteger products = new AtomicInteger();
        return _ -> () -> register(products.getAndIncrement());
    }

    private static Request register(int product) {
        String id = FilledProducts.id(product);
        return Request.json(
                "/v1/products",
                "{\"productId\":\"%1$s\",\"name\":\"%1$s\",\"sku\":\"%1$s\",\"initialQuantity\":%2$d}"
                        .formatted(id, FilledProducts.OPENING_STOCK));
    }

    private static Request single(Endpoint endpoint, ShopOrders.Next next) {
        String product = endpoint.path + FilledProducts.id(next.product());
        String order = "{\"orderId\":\"" + next.orderId() + "\",\"quantity\":1";
        return switch (next.step()) {
            case RESERVE -> Request.json(product + "/reservations", order + "}");
            case SHIP -> Request.json(product + "/shipments", order + warehouse() + "}");
        };
    }

    private static Request basket(Baskets.Next next) {
        String order = "/v1/orders/" + next.orderId();
        return switch (next.step()) {
            case RESERVE -> Request.json(order + "/reservations", lines(next, ""));
            case SHIP -> Request.json(order + "/shipments", lines(next, warehouse()));
        };
    }

    private static String lines(Baskets.Next next, String more) {
        return next.products().stream()
                .map(
                        product ->
                                "{\"productId\":\""
                                        + FilledProducts.id(product)
                                        + "\",\"quantity\":1"
                                        + more
                                        + "}")
                .collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }

    private static Request bulk(String path, Baskets.Next next) {
        String more =
                switch (next.step()) {
                    case RESERVE -> "\",\"type\":\"reserve-stock\"}\n";
                    case SHIP -> "\",\"type\":\"ship-stock\"" + warehouse() + "}\n";
                };
        StringBuilder body = new StringBuilder();
        for (int product : next.products()) {
            body.append("{\"productId\":\"")
                    .append(FilledProducts.id(product))
                    .append("\",\"quantity\":1,\"orderId\":\"")
                    .append(next.orderId())
                    .append(more);
        }
        return Request.ndjson(path, body.toString());
    }

    private static String warehouse() {
        return ",\"warehouseId\":\"" + FilledProducts.WAREHOUSE + "\"";
    }
}
