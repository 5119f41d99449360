package io.stockledger.query.movements;

import io.stockledger.http.ProblemException;
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
import java.time.Instant;

/**
 * {@code GET /v1/inventory/{productId}/curve}: the stock of a product after each of its movements,
 * or after an even sample of them.
 */
@RestController
final class CurveController {

    static final int POINTS_MIN = 2;
    static final int POINTS_MAX = 2_000;
    private static final int POINTS_DEFAULT = 500;

    private final CurveQueries queries;
    private final Clock clock;

    CurveController(CurveQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @GetMapping(
            path = "/v1/inventory/{productId}/curve",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Curve curve(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        if (from != null && to != null && from.isAfter(to)) {
            query.refuse("from", "is after to");
        }
        int points = (int) query.wholeNumberOr("points", POINTS_MIN, POINTS_MAX, POINTS_DEFAULT);
        query.finish();
        HeldRows<Curve> read = queries.curve(productId, from, to, points);
        if (read.rows().isEmpty()) {
            throw new ProblemException(
                    HeldFreshness.notFound(productId, response, read.holds(), clock.instant()));
        }
        HeldFreshness.apply(response, read.holds(), clock.instant());
        return read.rows().getFirst();
    }
}
