package io.stockledger.query.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.QueryParameters;
import io.stockledger.query.alerts.LowStockQueries.Alert;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.util.List;

/** {@code GET /v1/low-stock-alerts}: the open alerts, newest first. */
@RestController
final class LowStockController {

    static final int LIMIT_MAX = 500;
    static final int LIMIT_DEFAULT = 50;

    /** A cursor is the log position of the last alert of a page, of at most 18 digits. */
    private static final long POSITION_MAX = 999_999_999_999_999_999L;

    private final LowStockQueries queries;
    private final Clock clock;

    LowStockController(LowStockQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @GetMapping(path = "/v1/low-stock-alerts", produces = MediaType.APPLICATION_JSON_VALUE)
    Page alerts(HttpServletRequest request, HttpServletResponse response) {
        QueryParameters query = QueryParameters.of(request);
        int limit = (int) query.wholeNumberOr("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        long before = query.wholeNumberOr("cursor", 1, POSITION_MAX, POSITION_MAX);
        query.finish();
        HeldRows<Alert> read = queries.openBefore(before, limit + 1);
        HeldFreshness.apply(response, read.holds(), clock.instant());
        List<Alert> alerts = read.rows();
        if (alerts.size() <= limit) {
            return new Page(queries.below(), alerts, null);
        }
        List<Alert> page = alerts.subList(0, limit);
        return new Page(queries.below(), page, Long.toString(page.getLast().position()));
    }

    /** A page of alerts; the last page has no {@code nextCursor}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(long below, List<Alert> items, @Nullable String nextCursor) {}
}
