package io.stockledger.query.movements;

import java.time.Instant;

/**
 * The quantities of a product after one of its movements.
 *
 * @param at the instant from which they stood: that of the movement, or of an earlier one if the
 *     clock of that one was ahead, so that the points are in order of time
 * @param available the total without the blocked, the safety and the reserved stock, at least 0
 */
record CurvePoint(
        long sequenceNumber, Instant at, long total, long reserved, long available, long blocked) {}
