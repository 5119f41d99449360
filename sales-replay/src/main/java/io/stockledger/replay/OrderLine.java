package io.stockledger.replay;

/**
 * A line of an order, as the query service shows it or as it is expected.
 *
 * @param reserved the quantity that is still reserved
 * @param shipped the quantity shipped so far
 * @param returned the part of it that came back
 * @param status such as {@code open} or {@code partly-shipped-then-cancelled}
 */
record OrderLine(String productId, long reserved, long shipped, long returned, String status) {}
