package io.stockledger.query.reservations;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.progress.HeldFreshness;
import io.stockledger.query.reservations.ReservationQueries.Holder;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * {@code GET /v1/orders/{orderId}/reservations} and {@code GET
 * /v1/inventory/{productId}/reservations}. The read model contains reservations and no orders: an
 * order without a reservation that this view knows has an empty list of lines.
 */
@RestController
final class ReservationsController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 100;

    /** A cursor is the log position at which a reservation was opened, of at most 18 digits. */
    private static final long POSITION_MAX = 999_999_999_999_999_999L;

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

    @GetMapping(
            path = "/v1/inventory/{productId}/reservations",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Holders holders(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        query.oneOf("status", List.of("open"));
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        long after = query.wholeNumberOr("cursor", 0, POSITION_MAX, 0);
        query.finish();
        HeldRows<Holder> read = queries.holders(productId, after, limit + 1);
        List<Holder> holders = read.rows();
        Set<Hold> holds = read.holds();
        if (holders.isEmpty()) {
            HeldRows<Long> head = queries.head(productId);
            if (head.rows().isEmpty()) {
                throw new ProblemException(
                        HeldFreshness.notFound(productId, response, head.holds(), clock.instant()));
            }
            holds = head.holds();
        }
        HeldFreshness.apply(response, holds, clock.instant());
        List<Holder> page = holders.subList(0, Math.min(limit, holders.size()));
        return new Holders(
                productId,
                page.stream().map(Holder::line).toList(),
                holders.size() <= limit ? null : Long.toString(page.getLast().openedPosition()));
    }

    /** A page of the orders that hold a product; the last page has no {@code nextCursor}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Holders(String productId, List<OrderLine> items, @Nullable String nextCursor) {}

    record Order(String orderId, List<OrderLine> lines) {}
}
