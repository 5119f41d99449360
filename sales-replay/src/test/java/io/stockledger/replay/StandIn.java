package io.stockledger.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A stand-in of both services in memory, with faults that the replay must find. */
final class StandIn implements AutoCloseable {

    /** The fault of the stand-in. */
    enum Fault {
        NONE,
        /** The read model shows one unit too many of one product. */
        VIEW_OFF_BY_ONE,
        /** The read model shows a wrong shipped quantity of each order. */
        ORDER_LINE_WRONG,
        /** Every 7th command is recorded, but its connection is closed without an answer. */
        ANSWERS_LOST,
        /** Every 7th command is refused as overloaded, every 11th as outcome-unknown. */
        UNAVAILABLE,
        /** Every 7th command is refused with 429. */
        OVER_THE_RATE,
        /** One reservation beyond the stock is recorded. */
        OVERSELLS
    }

    static {
        // Otherwise answers wait for the delayed TCP acknowledgements of the client.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, StandInProduct> products = new ConcurrentHashMap<>();
    private final Map<String, Map<StandInProduct, String>> orders = new ConcurrentHashMap<>();
    private final AtomicLong positions = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong oversold = new AtomicLong();
    private final Fault fault;
    private volatile @Nullable String requiredToken;

    StandIn(Fault fault, int port) throws IOException {
        this.fault = fault;
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Refuses requests without this token from now on. */
    void requireToken(String token) {
        requiredToken = token;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    StandInProduct product(String productId) {
        return products.computeIfAbsent(productId, id -> new StandInProduct(id, positions, orders));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            List<String> path =
                    Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/"))
                            .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                            .toList();
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode json =
                    body.length == 0
                            ? StandInProduct.JSON.createObjectNode()
                            : StandInProduct.JSON.readTree(body);
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            if (requiredToken != null && !("Bearer " + requiredToken).equals(sent)) {
                throw new StandInRefusal(401, "unauthorized");
            }
            boolean isCommand = !method.equals("GET") && path.get(1).equals("products");
            long number = isCommand ? commands.incrementAndGet() : 1;
            if (fault == Fault.UNAVAILABLE && number % 7 == 0) {
                throw new StandInRefusal(503, "overloaded");
            }
            if (fault == Fault.OVER_THE_RATE && number % 7 == 0) {
                throw new StandInRefusal(429, "rate-exceeded");
            }
            ObjectNode answer = answer(method, path, exchange, json);
            if (fault == Fault.ANSWERS_LOST && number % 7 == 0) {
                return;
            }
            if (fault == Fault.UNAVAILABLE && number % 11 == 0) {
                throw new StandInRefusal(503, "outcome-unknown");
            }
            send(exchange, path.size() == 2 && isCommand ? 201 : 200, answer);
        } catch (StandInRefusal e) {
            send(exchange, e.status(), e.problem());
        }
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer)
            throws IOException {
        byte[] bytes = StandInProduct.JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private ObjectNode answer(
            String method, List<String> path, HttpExchange exchange, JsonNode body) {
        return switch (path.get(1)) {
            case "inventory-lookups" -> lookups(body);
            case "orders" -> order(path.get(2));
            default -> method.equals("GET") ? read(path, exchange) : command(path, exchange, body);
        };
    }

    private ObjectNode command(List<String> path, HttpExchange exchange, JsonNode body) {
        if (path.size() == 2) {
            return product(body.required("productId").asString()).register(body);
        }
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        StandInProduct product = product(path.get(2));
        boolean cancel = path.size() == 5;
        try {
            return product.decide(
                    cancel ? "cancellation" : path.get(3),
                    cancel ? path.get(4) : "",
                    ifMatch == null ? "" : ifMatch,
                    body);
        } catch (StandInRefusal e) {
            if (fault == Fault.OVERSELLS
                    && e.problem().path("type").asString().endsWith("insufficient-stock")
                    && oversold.incrementAndGet() == 1) {
                return product.decide("receipts", "", "", oneMore());
            }
            throw e;
        }
    }

    private static JsonNode oneMore() {
        return StandInProduct.JSON.createObjectNode().put("warehouseId", "main").put("quantity", 1);
    }

    private ObjectNode read(List<String> path, HttpExchange exchange) {
        StandInProduct product = product(path.get(2));
        if (!product.exists()) {
            throw new StandInRefusal(404, "product-not-found");
        }
        if (path.size() == 3) {
            return product.view();
        }
        String[] query = exchange.getRequestURI().getQuery().split("[=&]", -1);
        return product.trail(Integer.parseInt(query[1]), Integer.parseInt(query[3]));
    }

    private ObjectNode lookups(JsonNode body) {
        ObjectNode answer = StandInProduct.JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        ArrayNode missing = answer.putArray("missing");
        for (JsonNode id : body.required("productIds")) {
            StandInProduct product = product(id.asString());
            if (product.exists()) {
                ObjectNode view = product.view();
                if (fault == Fault.VIEW_OFF_BY_ONE && items.isEmpty()) {
                    view.put("totalStock", view.get("totalStock").asLong() + 1);
                }
                items.add(view);
            } else {
                missing.add(id.asString());
            }
        }
        return answer;
    }

    private ObjectNode order(String orderId) {
        ObjectNode answer = StandInProduct.JSON.createObjectNode().put("orderId", orderId);
        ArrayNode lines = answer.putArray("lines");
        orders.getOrDefault(orderId, Map.of())
                .keySet()
                .forEach(product -> lines.add(product.line(orderId)));
        if (fault == Fault.ORDER_LINE_WRONG && !lines.isEmpty()) {
            ((ObjectNode) lines.get(0)).put("shipped", 987654321);
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
