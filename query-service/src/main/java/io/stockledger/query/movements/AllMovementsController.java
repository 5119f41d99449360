package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.events.EventType;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.exports.ExportFormat;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * {@code GET /v1/movements}: the changes of all products in the order of the log. A page contains
 * no movement after the {@code Stock-Position} of the answer, so that no movement appears later
 * among those that a caller has read already.
 */
@RestController
final class AllMovementsController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 100;

    private static final long POSITION_MAX = (1L << 53) - 1;

    private static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::wireName).toList();

    private final MovementPages pages;
    private final MovementExport export;
    private final Clock clock;

    AllMovementsController(MovementPages pages, MovementExport export, Clock clock) {
        this.pages = pages;
        this.export = export;
        this.clock = clock;
    }

    /** Null for an export, which writes the response itself. */
    @GetMapping(
            path = "/v1/movements",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                ExportFormat.CSV_TYPE,
                ExportFormat.JSON_LINES_TYPE
            })
    @Nullable Page movements(HttpServletRequest request, HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        ExportFormat format = ExportFormat.of(request);
        QueryParameters query = QueryParameters.of(request);
        MovementFilter filter = filter(query, clock.instant());
        long after = query.wholeNumberOr("after", 0, POSITION_MAX, 0);
        if (format != null) {
            format.refusePaging(query);
            query.finish();
            export.send(format, filter, after, request, response);
            return null;
        }
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        query.finish();

        Set<Hold> holds = pages.holds(filter.productId());
        HeldFreshness.apply(response, holds, clock.instant());
        long through = HeldFreshness.position(response);
        List<Movement> movements = pages.page(filter, after, through, limit + 1).rows();
        Boolean held = holds.isEmpty() ? null : Boolean.TRUE;
        if (movements.size() <= limit) {
            return new Page(movements, null, held);
        }
        List<Movement> page = movements.subList(0, limit);
        return new Page(page, page.getLast().position(), held);
    }

    /** The filter of a request. A time in the future is no fault: the caller's clock is ahead. */
    static MovementFilter filter(QueryParameters query, Instant now) {
        String productId = query.identifier("productId");
        String warehouseId = query.identifier("warehouseId");
        String orderId = query.identifier("orderId");
        String type = query.oneOf("type", TYPES);
        Instant from = query.instant("from");
        Instant to = query.instant("to");
        if (from != null && to != null && from.isAfter(to)) {
            query.refuse("from", "is after to");
        }
        return new MovementFilter(
                productId,
                warehouseId,
                orderId,
                type,
                from,
                to == null || to.isBefore(now) ? to : now);
    }

    /**
     * A page of movements; the last page has no {@code nextAfter}.
     *
     * @param held true if any product of the request is held, otherwise null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<Movement> movements, @Nullable Long nextAfter, @Nullable Boolean held) {}
}
