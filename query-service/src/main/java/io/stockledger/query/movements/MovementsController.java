package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.exports.ExportFormat;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** {@code GET /v1/inventory/{productId}/movements}: the changes of a product, oldest first. */
@RestController
final class MovementsController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 100;

    private final MovementQueries queries;
    private final MovementExport export;
    private final Clock clock;

    MovementsController(MovementQueries queries, MovementExport export, Clock clock) {
        this.queries = queries;
        this.export = export;
        this.clock = clock;
    }

    /** Null for an export, which writes the response itself. */
    @GetMapping(
            path = "/v1/inventory/{productId}/movements",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                ExportFormat.CSV_TYPE,
                ExportFormat.JSON_LINES_TYPE
            })
    @Nullable Page movements(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        ExportFormat format = ExportFormat.of(request);
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        long after = query.wholeNumberOr("after", 0, (1L << 53) - 1, 0);
        if (format != null) {
            format.refusePaging(query);
            query.finish();
            requireKnown(productId, response);
            export.send(format, productId, after, request, response);
            return null;
        }
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        query.finish();

        HeldRows<Movement> read = queries.page(productId, after, limit + 1);
        List<Movement> movements = read.rows();
        Set<Hold> holds = read.holds();
        if (movements.isEmpty()) {
            holds = requireKnown(productId, response);
        }
        HeldFreshness.apply(response, holds, clock.instant());
        Boolean held = holds.isEmpty() ? null : Boolean.TRUE;
        if (movements.size() <= limit) {
            return new Page(movements, null, held);
        }
        List<Movement> page = movements.subList(0, limit);
        return new Page(page, page.getLast().sequenceNumber(), held);
    }

    /** The hold of the product; it is a problem if the view does not know the product. */
    private Set<Hold> requireKnown(String productId, HttpServletResponse response) {
        HeldRows<Long> head = queries.head(productId);
        if (head.rows().isEmpty()) {
            throw new ProblemException(
                    HeldFreshness.notFound(productId, response, head.holds(), clock.instant()));
        }
        return head.holds();
    }

    /**
     * A page of movements; the last page has no {@code nextAfter}.
     *
     * @param held true if the product is held, otherwise null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<Movement> movements, @Nullable Long nextAfter, @Nullable Boolean held) {}
}
