package io.stockledger.system.upgrade;

import io.stockledger.system.JsonClient;
import io.stockledger.system.JsonClient.Answer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The commands behind the recorded data: all nine event types, open reservations, an expired one
 * and one that is to expire after the recording, idempotency keys, baskets and enough events for
 * snapshots.
 */
final class RecordedScenario {

    static final String KEY_OF_RESERVATION = "previous-version-1";
    static final String KEY_OF_BASKET = "previous-version-2";

    /** Its reservation expires soon after the recording, so its answers are not recorded. */
    static final String PRODUCT_THAT_EXPIRES_LATER = "kettle";

    static final List<String> PRODUCTS =
            List.of("mug", "tea%2Fpot", "lamp", "clock", "vase", "spoon");
    static final List<String> ORDERS =
            List.of("order-1", "order-2", "order-3", "order-4", "order-5", "order-6");

    static final String RESERVATION_PATH = "/v1/products/mug/reservations";
    static final String RESERVATION = "{\"orderId\": \"order-1\", \"quantity\": 4}";
    static final String BASKET_PATH = "/v1/orders/order-5/reservations";
    static final String BASKET =
            """
            {"lines": [{"productId": "mug", "quantity": 2}, {"productId": "lamp", "quantity": 1}]}
            """;

    private static final int LAMP_RECEIPTS = 25;
    private static final Duration EXPIRY_RECORDED_WITHIN = Duration.ofSeconds(30);

    private final JsonClient commands;

    RecordedScenario(JsonClient commands) {
        this.commands = commands;
    }

    /** Sends the commands up to the rebuild of the inventory read model. */
    void run() throws IOException, InterruptedException {
        register("mug", "Blue mug", 100, "north");
        register("tea/pot", "Théière, 1 l", 30, "north");
        register("lamp", "Lamp", 40, "north");
        register("clock", "Clock", 20, "south");
        register("vase", "Vase", 15, "south");
        register("spoon", "Spoon", 3, "south");
        register(PRODUCT_THAT_EXPIRES_LATER, "Kettle", 50, "east");

        post(
                "mug/receipts",
                "{\"warehouseId\": \"south\", \"quantity\": 20, \"reference\": \"r-1\"}");
        accepted(
                commands.post(
                        RESERVATION_PATH,
                        RESERVATION,
                        "Idempotency-Key",
                        KEY_OF_RESERVATION,
                        "X-Correlation-Id",
                        "correlation-1"));
        post(
                "mug/shipments",
                "{\"orderId\": \"order-1\", \"warehouseId\": \"north\", \"quantity\": 3}");
        post(
                "mug/transfers",
                """
                {"fromWarehouseId": "north", "toWarehouseId": "south", "quantity": 5,
                 "reference": "t-1"}
                """);
        post("mug/reservations", "{\"orderId\": \"order-2\", \"quantity\": 6}");
        accepted(commands.delete("/v1/products/mug/reservations/order-2"));
        post(
                "tea%2Fpot/adjustments",
                "{\"warehouseId\": \"north\", \"newQuantity\": 28, \"reason\": \"damaged\"}");
        post(
                "tea%2Fpot/counts",
                "{\"warehouseId\": \"north\", \"countedQuantity\": 29, \"reference\": \"c-1\"}");
        post("tea%2Fpot/reservations", "{\"orderId\": \"order-3\", \"quantity\": 2}");
        for (int number = 1; number <= LAMP_RECEIPTS; number++) {
            post(
                    "lamp/receipts",
                    "{\"warehouseId\": \"north\", \"quantity\": 1, \"reference\": \"l-%d\"}"
                            .formatted(number));
        }
        post(
                "clock/reservations",
                "{\"orderId\": \"order-4\", \"quantity\": 7, \"expiresInSeconds\": 1}");
        post(
                "vase/reservations",
                "{\"orderId\": \"order-6\", \"quantity\": 2, \"expiresInSeconds\": 3600}");
        post(
                "vase/reservations",
                """
                {"orderId": "order-6", "quantity": 2, "expiresInSeconds": 7200, "extend": true}
                """);
        post(
                "vase/shipments",
                "{\"orderId\": \"order-6\", \"warehouseId\": \"south\", \"quantity\": 2}");
        accepted(commands.post(BASKET_PATH, BASKET, "Idempotency-Key", KEY_OF_BASKET));
        awaitVersion("clock", 3);
    }

    /** Sends the commands after the rebuild: both generations of the read model apply them. */
    void runAfterRebuild() throws IOException, InterruptedException {
        post(
                PRODUCT_THAT_EXPIRES_LATER + "/reservations",
                "{\"orderId\": \"order-7\", \"quantity\": 5, \"expiresInSeconds\": 120}");
        post(
                "spoon/receipts",
                "{\"warehouseId\": \"south\", \"quantity\": 1, \"reference\": \"s\"}");
    }

    private void register(String id, String name, int quantity, String warehouse)
            throws IOException, InterruptedException {
        accepted(
                commands.post(
                        "/v1/products",
                        """
                        {"productId": "%s", "name": "%s", "sku": "SKU-%s", "initialQuantity": %d,
                         "warehouseId": "%s"}
                        """
                                .formatted(id, name, id, quantity, warehouse)));
    }

    private void post(String path, String json) throws IOException, InterruptedException {
        accepted(commands.post("/v1/products/" + path, json));
    }

    private static void accepted(Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException("A command of the scenario is refused: " + answer);
        }
    }

    private void awaitVersion(String product, long version)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + EXPIRY_RECORDED_WITHIN.toNanos();
        while (commands.get("/v1/products/" + product).body().get("version").longValue()
                < version) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("No expiry is recorded for " + product);
            }
        }
    }
}
