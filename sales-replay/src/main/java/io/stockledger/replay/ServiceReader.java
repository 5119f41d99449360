package io.stockledger.replay;

import io.stockledger.cli.services.Deadline;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceUrl;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads products and orders from both services. Thread-safe. */
final class ServiceReader {

    /** The largest number of products in one lookup. */
    static final int LOOKUP_PRODUCTS_MAX = 500;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** A product as the command service shows it, with the number of its open reservations. */
    record CommandSideView(StockView view, long openReservations) {}

    private final HttpCalls http;

    ServiceReader(HttpCalls http) {
        this.http = http;
    }

    /**
     * Returns the products that the query service knows.
     *
     * @param productIds at most {@value #LOOKUP_PRODUCTS_MAX}
     */
    Map<String, StockView> lookUp(ServiceUrl query, List<String> productIds, Deadline deadline) {
        ObjectNode body = HttpCalls.JSON.createObjectNode();
        ArrayNode ids = body.putArray("productIds");
        productIds.forEach(ids::add);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(query.at("/v1/inventory-lookups"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(HttpCalls.JSON.writeValueAsBytes(body)));
        HttpResponse<byte[]> response = http.read(request, deadline);
        requireOk(response);
        Map<String, StockView> views = new HashMap<>();
        for (JsonNode item : HttpCalls.json(response).path("items")) {
            StockView view = StockView.of(item);
            views.put(view.productId(), view);
        }
        return views;
    }

    /** Returns the product after its last event; empty if it is not registered. */
    Optional<CommandSideView> product(ServiceUrl command, String productId, Deadline deadline) {
        HttpResponse<byte[]> response =
                http.read(
                        HttpRequest.newBuilder(
                                command.at("/v1/products/" + ServiceUrl.segment(productId))),
                        deadline);
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        requireOk(response);
        JsonNode json = HttpCalls.json(response);
        return Optional.of(
                new CommandSideView(StockView.of(json), json.path("openReservations").asLong(-1)));
    }

    /** Returns the lines of the order; none if the query service does not know the order. */
    List<OrderLine> orderLines(ServiceUrl query, String orderId, Deadline deadline) {
        HttpResponse<byte[]> response =
                http.read(
                        HttpRequest.newBuilder(
                                query.at(
                                        "/v1/orders/"
                                                + ServiceUrl.segment(orderId)
                                                + "/reservations")),
                        deadline);
        if (response.statusCode() == NOT_FOUND) {
            return List.of();
        }
        requireOk(response);
        List<OrderLine> lines = new ArrayList<>();
        for (JsonNode line : HttpCalls.json(response).path("lines")) {
            lines.add(
                    new OrderLine(
                            line.path("productId").asString(""),
                            line.path("reserved").asLong(-1),
                            line.path("shipped").asLong(-1),
                            line.path("returned").asLong(-1),
                            line.path("status").asString("")));
        }
        return lines;
    }

    private static void requireOk(HttpResponse<byte[]> response) {
        if (response.statusCode() != OK) {
            throw ReplayFailure.system(
                    "%s answers %d: %s"
                            .formatted(
                                    response.uri(),
                                    response.statusCode(),
                                    HttpCalls.json(response)));
        }
    }
}
