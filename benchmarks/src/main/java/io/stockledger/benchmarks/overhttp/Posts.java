package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Baskets;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.load.RandomKeys;
import io.stockledger.benchmarks.load.RequestSource;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Creates the HTTP requests of the loads. */
final class Posts {

    /** The paths at which the service and its two baselines receive the same requests. */
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

    /** Reserves one unit of a product, and ships it with the next request. */
    static RequestSource<Request> singles(Endpoint endpoint, ProductSpread spread) {
        return prefix -> {
            var orders = new ShopOrders(spread.choice(), prefix);
            return () -> single(endpoint, orders.next());
        };
    }

    /** Like {@link #singles}, with a new idempotency key for each request. */
    static RequestSource<Request> singlesWithKeys(ProductSpread spread) {
        return prefix -> {
            var orders = new ShopOrders(spread.choice(), prefix);
            var keys = new RandomKeys();
            return () -> single(Endpoint.COMMAND_SERVICE, orders.next()).withKey(keys.get());
        };
    }

    /** Reserves a basket of this number of products, and ships it with the next request. */
    static RequestSource<Request> baskets(ProductSpread spread, int lines) {
        return prefix -> {
            var baskets = new Baskets(spread.choice(), lines, prefix);
            return () -> basket(baskets.next());
        };
    }

    /** Reserves one unit of each product, one per line, and ships all with the next request. */
    static RequestSource<Request> bulk(String path, ProductSpread spread, int lines) {
        return prefix -> {
            var baskets = new Baskets(spread.choice(), lines, prefix);
            return () -> bulk(path, baskets.next());
        };
    }

    /** Registers each product once, over all clients together. */
    static RequestSource<Request> registrations() {
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

    private static Request single(Endpoint endpoint, ShopOrders.OrderStep step) {
        String product = endpoint.path + FilledProducts.id(step.product());
        String order = "{\"orderId\":\"" + step.orderId() + "\",\"quantity\":1";
        return switch (step.action()) {
            case RESERVE -> Request.json(product + "/reservations", order + "}");
            case SHIP -> Request.json(product + "/shipments", order + warehouse() + "}");
        };
    }

    private static Request basket(Baskets.BasketStep step) {
        String order = "/v1/orders/" + step.orderId();
        return switch (step.action()) {
            case RESERVE -> Request.json(order + "/reservations", lines(step, ""));
            case SHIP -> Request.json(order + "/shipments", lines(step, warehouse()));
        };
    }

    private static String lines(Baskets.BasketStep step, String fields) {
        return step.products().stream()
                .map(
                        product ->
                                "{\"productId\":\""
                                        + FilledProducts.id(product)
                                        + "\",\"quantity\":1"
                                        + fields
                                        + "}")
                .collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }

    private static Request bulk(String path, Baskets.BasketStep step) {
        String fields =
                switch (step.action()) {
                    case RESERVE -> "\",\"type\":\"reserve-stock\"}\n";
                    case SHIP -> "\",\"type\":\"ship-stock\"" + warehouse() + "}\n";
                };
        StringBuilder body = new StringBuilder();
        for (int product : step.products()) {
            body.append("{\"productId\":\"")
                    .append(FilledProducts.id(product))
                    .append("\",\"quantity\":1,\"orderId\":\"")
                    .append(step.orderId())
                    .append(fields);
        }
        return Request.ndjson(path, body.toString());
    }

    private static String warehouse() {
        return ",\"warehouseId\":\"" + FilledProducts.WAREHOUSE + "\"";
    }
}
