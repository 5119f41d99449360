package io.stockledger.query.reservations;

import io.stockledger.http.QueryParameters;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.util.List;

/**
 * {@code GET /v1/orders/{orderId}/reservations}. The read model contains reservations and no
 * orders: an order without a reservation that this view knows has an empty list of lines.
 */
@RestController
final class ReservationsController {

    private final ReservationQueries queries;
    private final Clock clock;

    ReservationsController(ReservationQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @GetMapping(
            path = "/v1/orders/{orderId}/reservations",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Order order(
            @PathVariable String orderId,
            HttpServletRequest request,
            HttpServletResponse response) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("orderId", orderId);
        query.finish();
        HeldRows<OrderLine> lines = queries.order(orderId);
        HeldFreshness.apply(response, lines.holds(), clock.instant());
        return new Order(orderId, lines.rows());
    }

    record Order(String orderId, List<OrderLine> lines) {}
}
