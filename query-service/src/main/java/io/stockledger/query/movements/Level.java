package io.stockledger.query.movements;

import java.time.Instant;

/** The quantities of a product at one instant. */
record Level(Instant at, long total, long reserved, long available) {}
