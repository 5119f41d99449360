package io.stockledger.query.verification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * The state of the verification in the background, as {@code GET /v1/projections} shows it.
 * Immutable.
 *
 * @param verifiedProducts the products verified since the start of this replica
 * @param verifiedEvents the events folded for them
 * @param lastRoundAt the time at which every product had been verified once more; null before that
 * @param unverifiable the products whose events break a rule of the stock, so that nothing can be
 *     expected of their rows; {@code ./stockledger verify} names the events
 * @param differences the number of differences that the last verification of each product found
 * @param firstDifferences the first of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerificationStatus(
        long verifiedProducts,
        long verifiedEvents,
        @Nullable Instant lastRoundAt,
        long unverifiable,
        long differences,
        List<String> firstDifferences) {

    static final int SHOWN_MAX = 10;

    static final VerificationStatus NONE = new VerificationStatus(0, 0, null, 0, 0, List.of());

    /** Whether no difference is known. */
    @JsonIgnore
    public boolean isWhole() {
        return differences == 0;
    }
}
