package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.QueryParameters;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** {@code GET /v1/inventory/{productId}/movements}: the changes of a product, oldest first. */
@RestController
final class MovementsController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 100;

    private final MovementQueries queries;

    MovementsController(MovementQueries queries) {
        this.queries = queries;
    }

    @GetMapping(
            path = "/v1/inventory/{productId}/movements",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Page movements(@PathVariable String productId, HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        long after = query.wholeNumberOr("after", 0, (1L << 53) - 1, 0);
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        query.finish();

        List<Movement> movements = queries.page(productId, after, limit + 1);
        if (movements.isEmpty() && !queries.isKnown(productId)) {
            throw new ProblemException(Problems.productNotFound(productId));
        }
        if (movements.size() <= limit) {
            return new Page(movements, null);
        }
        List<Movement> page = movements.subList(0, limit);
        return new Page(page, page.getLast().sequenceNumber());
    }

    /** A page of movements; the last page has no {@code nextAfter}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<Movement> movements, @Nullable Long nextAfter) {}
}
