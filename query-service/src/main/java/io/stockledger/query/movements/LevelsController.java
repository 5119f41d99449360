package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.stockledger.http.HttpProblemType;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.progress.HeldFreshness;
import io.stockledger.query.stock.InventoryItem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * {@code GET /v1/inventory/{productId}?asOf=} and {@code GET /v1/inventory/{productId}/levels}: the
 * stock of a product at past instants; an instant in the future is now. The answer for the last
 * {@code Stock-Lag-Ms} milliseconds may still change, as with every read of the view.
 */
@RestController
final class LevelsController {

    static final int POINTS_MAX = 1_000;

    private final LevelQueries queries;
    private final Clock clock;

    LevelsController(LevelQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @GetMapping(
            path = "/v1/inventory/{productId}",
            params = "asOf",
            produces = MediaType.APPLICATION_JSON_VALUE)
    InventoryItem asOf(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        Instant at = upToNow(required(query, "asOf"));
        query.finish();
        HeldRows<InventoryItem> read = queries.itemAt(productId, Objects.requireNonNull(at));
        HeldFreshness.apply(response, read.holds(), clock.instant());
        return read.rows().stream()
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(notYetRegistered(productId, "asOf", response)));
    }

    @GetMapping(
            path = "/v1/inventory/{productId}/levels",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Levels levels(
            @PathVariable String productId,
            HttpServletRequest request,
            HttpServletResponse response) {
        QueryParameters query = QueryParameters.of(request);
        query.pathIdentifier("productId", productId);
        Instant from = required(query, "from");
        Instant to = required(query, "to");
        if (from != null && to != null && from.isAfter(to)) {
            query.refuse("from", "is after to");
        }
        from = upToNow(from);
        to = upToNow(to);
        String word = query.oneOf("step", LevelStep.words());
        LevelStep step = word == null ? LevelStep.DAY : LevelStep.ofWord(word);
        if (from != null && to != null) {
            checkSpan(query, step, from, to);
        }
        query.finish();
        HeldRows<Level> points =
                queries.levels(
                        productId,
                        step.points(Objects.requireNonNull(from), Objects.requireNonNull(to)));
        if (points.rows().isEmpty()) {
            throw new ProblemException(notYetRegistered(productId, "to", response));
        }
        HeldFreshness.apply(response, points.holds(), clock.instant());
        return new Levels(points.rows(), points.isHeld() ? Boolean.TRUE : null);
    }

    private static @Nullable Instant required(QueryParameters query, String name) {
        if (!query.isGiven(name)) {
            query.refuse(name, "is required");
        }
        return query.instant(name);
    }

    /** An instant in the future is now: the clock of the caller is ahead, which is no fault. */
    private @Nullable Instant upToNow(@Nullable Instant instant) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return instant == null || instant.isBefore(now) ? instant : now;
    }

    private static void checkSpan(QueryParameters query, LevelStep step, Instant from, Instant to) {
        if (step.count(from, to) > POINTS_MAX) {
            query.refuse(
                    "to",
                    "is " + step.count(from, to) + " points after from; at most " + POINTS_MAX);
        }
    }

    /** The product was registered after the instant in the field, or the view does not know it. */
    private Problem notYetRegistered(String productId, String field, HttpServletResponse response) {
        return queries.registeredAt(productId)
                .map(
                        registeredAt ->
                                HttpProblemType.PRODUCT_NOT_FOUND
                                        .problem(
                                                field
                                                        + ": product '"
                                                        + productId
                                                        + "' was registered later, at "
                                                        + registeredAt)
                                        .with("productId", productId)
                                        .with("registeredAt", registeredAt.toString()))
                .orElseGet(
                        () ->
                                HeldFreshness.notFound(
                                        productId,
                                        response,
                                        queries.holds(productId),
                                        clock.instant()));
    }

    /**
     * The levels at the points from the registration on.
     *
     * @param held true if the product is held, otherwise null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Levels(List<Level> points, @Nullable Boolean held) {}
}
