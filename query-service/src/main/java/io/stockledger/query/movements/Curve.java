package io.stockledger.query.movements;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The stock of a product over time: all movements of a range, or an even sample of them, in
 * sequence order.
 *
 * @param before the last movement before the range, whose quantities stand at its beginning; null
 *     if the range begins before the first movement
 * @param movements the number of movements in the range
 * @param sampled whether points are missing
 * @param every the points are the first movement of the range, every one that is a multiple of so
 *     many movements after it, and the last one; 1 if no points are missing
 * @param held true if the product is held, otherwise null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Curve(
        @Nullable CurvePoint before,
        long movements,
        boolean sampled,
        long every,
        List<CurvePoint> points,
        @Nullable Boolean held) {}
