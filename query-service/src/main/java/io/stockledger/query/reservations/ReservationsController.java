package io.stockledger.query.reservations;

import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/**
 * {@code GET /v1/orders/{orderId}/reservations}. Orders are not kept here, only what they reserve:
 * an order that has not reserved anything, or not yet as far as this view knows, has no lines.
 */
@RestController
public final class ReservationsController {

    private final ReservationQueries queries;

    public ReservationsController(ReservationQueries queries) {
        this.queries = queries;
    }

    @GetMapping(
            path = "/v1/orders/{orderId}/reservations",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Order order(@PathVariable String orderId, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("orderId", orderId);
        query.finish();
        return new Order(orderId, queries.order(orderId));
    }

    record Order(String orderId, List<ReservationLine> lines) {}
}
