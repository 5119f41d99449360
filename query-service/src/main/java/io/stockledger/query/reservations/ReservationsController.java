package io.stockledger.query.reservations;

import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/**
 * {@code GET /v1/orders/{orderId}/reservations}. The read model contains reservations and no
 * orders: an order without a reservation that this view knows has an empty list of lines.
 */
@RestController
final class ReservationsController {

    private final ReservationQueries queries;

    ReservationsController(ReservationQueries queries) {
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
