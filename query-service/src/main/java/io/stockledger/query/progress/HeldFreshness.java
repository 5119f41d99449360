package io.stockledger.query.progress;

import io.stockledger.http.Problem;
import io.stockledger.http.Problems;
import io.stockledger.query.generations.Hold;

import jakarta.servlet.http.HttpServletResponse;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Lowers the freshness in the headers of an answer that shows held products: such an answer is as
 * old as the hold of the product that is held for the longest time. {@link FreshnessFilter} has set
 * the headers before.
 */
public final class HeldFreshness {

    private HeldFreshness() {}

    /**
     * Lowers {@code Stock-Position} and raises {@code Stock-Lag-Ms}; without holds, both stay.
     *
     * @param now the time of the answer
     */
    public static void apply(HttpServletResponse response, Collection<Hold> holds, Instant now) {
        for (Hold hold : holds) {
            if (hold.position() < number(response, FreshnessFilter.POSITION_HEADER)) {
                response.setHeader(FreshnessFilter.POSITION_HEADER, Long.toString(hold.position()));
            }
            long lagMs = Duration.between(hold.completeThrough(), now).toMillis();
            if (lagMs > number(response, FreshnessFilter.LAG_HEADER)) {
                response.setHeader(FreshnessFilter.LAG_HEADER, Long.toString(lagMs));
            }
        }
    }

    /** The log position up to which the answer contains every event: its {@code Stock-Position}. */
    public static long position(HttpServletResponse response) {
        return number(response, FreshnessFilter.POSITION_HEADER);
    }

    /**
     * The problem that a product is not found: {@code held} if it is held, because its row may be
     * missing for this reason. The freshness of the answer is lowered as for a row.
     */
    public static Problem notFound(
            String productId, HttpServletResponse response, Collection<Hold> holds, Instant now) {
        apply(response, holds, now);
        Problem problem = Problems.productNotFound(productId);
        return holds.isEmpty() ? problem : problem.with("held", true);
    }

    private static long number(HttpServletResponse response, String header) {
        String value = response.getHeader(header);
        return value == null ? 0 : Long.parseLong(value);
    }
}
