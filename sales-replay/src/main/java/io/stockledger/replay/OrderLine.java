package io.stockledger.replay;

/**
 * A line of an order, as the query service shows it or as it must be shown.
 *
 * @param reserved what is still reserved
 * @param shipped what was shipped in all
 * @param status {@code open}, {@code shipped} or {@code cancelled}
 */
record OrderLine(String productId, long reserved, long shipped, String status) {}
