package io.stockledger.query.movements;

import java.time.Instant;

/**
 * The quantities of a product at one instant.
 *
 * @param available the total without the blocked, the safety and the reserved stock, at least 0
 */
record Level(Instant at, long total, long reserved, long available, long blocked) {}
