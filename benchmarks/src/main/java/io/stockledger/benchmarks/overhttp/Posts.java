package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.ProductChoice;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.benchmarks.overhttp.HttpConnection.Post;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The loads' steps as HTTP requests. */
final class Posts {

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

    static Post of(Endpoint endpoint, ShopOrders.Next next) {
        String product = endpoint.path + FilledProducts.id(next.product());
        return switch (next.step()) {
            case RESERVE ->
                    new Post(
                            product + "/reservations",
                            "{\"orderId\":\"" + next.orderId() + "\",\"quantity\":1}");
            case SHIP ->
                    new Post(
                            product + "/shipments",
                            "{\"orderId\":\""
                                    + next.orderId()
                                    + "\",\"warehouseId\":\""
                                    + FilledProducts.WAREHOUSE
                                    + "\",\"quantity\":1}");
        };
    }

    static Post register(int product) {
        String id = FilledProducts.id(product);
        return new Post(
                "/v1/products",
                "{\"productId\":\"%1$s\",\"name\":\"%1$s\",\"sku\":\"%1$s\",\"initialQuantity\":%2$d}"
                        .formatted(id, FilledProducts.OPENING_STOCK));
    }

    /** Clients that reserve and ship, each on a connection of its own. */
    static Clients shoppers(
            HttpConnections connections, Endpoint endpoint, Supplier<ProductChoice> choices) {
        String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        return number -> {
            HttpConnection connection = connections.get(number);
            ShopOrders orders =
                    new ShopOrders(choices.get(), "order-%s-%d-".formatted(run, number));
            return () -> connection.send(of(endpoint, orders.next()));
        };
    }

    /** Clients that register the products, one after the other. */
    static Clients registrars(HttpConnections connections) {
        AtomicInteger products = new AtomicInteger();
        return number -> {
            HttpConnection connection = connections.get(number);
            return () -> connection.send(register(products.getAndIncrement()));
        };
    }
}
