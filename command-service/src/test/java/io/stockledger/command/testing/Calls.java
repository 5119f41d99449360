package io.stockledger.command.testing;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.springframework.web.util.UriUtils;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A client of the HTTP API. Thread-safe. */
public final class Calls {

    public static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    /** A client of the service at the URL. */
    public Calls(String url) {
        this.url = url;
    }

    /** An answer. Its body is a missing node if the response has no JSON body. */
    public record Answer(int status, HttpResponse<String> response, JsonNode body) {

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The name of the problem, or an empty text if the answer is not a problem. */
        public String problem() {
            String type = body.path("type").asString("");
            String prefix = "urn:stockledger:problem:";
            return type.startsWith(prefix) ? type.substring(prefix.length()) : "";
        }

        /** The fields that the problem {@code malformed-request} names. */
        public List<String> fields() {
            return body.path("errors")
                    .valueStream()
                    .map(error -> error.path("field").asString(""))
                    .toList();
        }

        /**
         * Asserts that the answer is the problem {@code malformed-request}, and that it names this
         * field and nothing of the implementation.
         */
        public void assertMalformed(String field) {
            assertThat(status).as("%s", response.body()).isEqualTo(400);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(problem()).isEqualTo("malformed-request");
            assertThat(body.path("status").asInt()).isEqualTo(400);
            assertThat(fields()).contains(field);
            assertThat(response.body())
                    .doesNotContain("Exception", "jackson", "stockledger.", "springframework");
        }
    }

    public static String newProduct() {
        return "p/" + UUID.randomUUID();
    }

    public static String segment(String id) {
        return UriUtils.encode(id, UTF_8);
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    public Answer post(String path, String json, String... headers) {
        return post(path, BodyPublishers.ofString(json), headers);
    }

    public Answer post(String path, BodyPublisher body, String... headers) {
        return send(
                request(path, headers).setHeader("Content-Type", "application/json").POST(body));
    }

    public Answer patch(String path, String json, String... headers) {
        return call("PATCH", path, json, headers);
    }

    public Answer put(String path, String json, String... headers) {
        return call("PUT", path, json, headers);
    }

    /** Sends a request with that method; without a body if it is empty. */
    public Answer call(String method, String path, String json, String... headers) {
        return send(
                json.isEmpty()
                        ? request(path, headers).method(method, BodyPublishers.noBody())
                        : request(path, headers)
                                .setHeader("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(json)));
    }

    /** Sends any request, from a builder of {@link #request}. */
    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.build(), BodyHandlers.ofString(UTF_8));
            String type = response.headers().firstValue("Content-Type").orElse("");
            boolean json = type.contains("json") && !type.contains("ndjson");
            return new Answer(
                    response.statusCode(),
                    response,
                    json ? JSON.readTree(response.body()) : JSON.missingNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Registers a new product with the quantity in warehouse {@code main}. */
    public String product(long quantity) {
        String productId = newProduct();
        assertThat(register(productId, quantity).status()).isEqualTo(201);
        return productId;
    }

    public Answer register(String productId, long quantity) {
        return post(
                "/v1/products",
                "{\"productId\": \"%s\", \"name\": \"Lamp\", \"sku\": \"sku-1\","
                                .formatted(productId)
                        + "\"initialQuantity\": "
                        + quantity
                        + "}");
    }

    public Answer receive(String productId, String warehouseId, long quantity, String... headers) {
        return command(
                productId,
                "receipts",
                "{\"warehouseId\": \"%s\", \"quantity\": %d, \"reference\": \"delivery-1\"}"
                        .formatted(warehouseId, quantity),
                headers);
    }

    public Answer reserve(String productId, String orderId, long quantity, String... headers) {
        return command(
                productId,
                "reservations",
                "{\"orderId\": \"%s\", \"quantity\": %d}".formatted(orderId, quantity),
                headers);
    }

    public Answer ship(String productId, String orderId, String warehouseId, long quantity) {
        return command(
                productId,
                "shipments",
                "{\"orderId\": \"%s\", \"warehouseId\": \"%s\", \"quantity\": %d}"
                        .formatted(orderId, warehouseId, quantity));
    }

    public Answer cancel(String productId, String orderId, String... headers) {
        return delete(path(productId) + "/reservations/" + segment(orderId), headers);
    }

    public Answer archive(String productId) {
        return put(path(productId) + "/archive", "");
    }

    /** Sends a command on a product, such as {@code receipts}. */
    public Answer command(String productId, String kind, String json, String... headers) {
        return post(path(productId) + "/" + kind, json, headers);
    }

    /** Reserves the lines, which are JSON objects, for an order. */
    public Answer basket(String orderId, List<String> lines, String... headers) {
        return post(orderPath(orderId) + "/reservations", "{\"lines\": " + lines + "}", headers);
    }

    public static String line(String productId, long quantity) {
        return "{\"productId\": \"%s\", \"quantity\": %d}".formatted(productId, quantity);
    }

    public static String orderPath(String orderId) {
        return "/v1/orders/" + segment(orderId);
    }

    /** Sends the lines in one bulk request and returns their results. */
    public List<JsonNode> bulk(String lines) {
        Answer answer =
                send(
                        request("/v1/commands")
                                .setHeader("Content-Type", "application/x-ndjson")
                                .POST(BodyPublishers.ofString(lines)));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.response().body().lines().map(JSON::readTree).toList();
    }

    public Answer product(String productId) {
        return get(path(productId));
    }

    public long version(String productId) {
        return product(productId).body().path("version").asLong(0);
    }

    /** The payload of the product's last event. */
    public JsonNode lastEvent(String productId) {
        return get(path(productId) + "/events?after=" + (version(productId) - 1))
                .body()
                .at("/events/0/payload");
    }

    public static String path(String productId) {
        return "/v1/products/" + segment(productId);
    }
}
