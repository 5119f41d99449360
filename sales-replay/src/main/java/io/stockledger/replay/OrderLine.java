package io.stockledger.replay;

/**
 * A line of an order, as the query service shows it or as it is expected.
 *
 * @param reserved the quantity that is still reserved
 * @param shipped the quantity shipped so far
 * @param status {@code open}, {@code shipped} or {@code cancelled}
 */
record OrderLine(String productId, long reserved, long shipped, String status) {}
