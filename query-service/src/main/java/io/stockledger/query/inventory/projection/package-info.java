/**
 * Projects events into {@code inventory_view} and the tables that searches use to find its
 * products. Imports of this service: the projection interface of {@code intake}, {@code sql}, the
 * fold of a product's stock in {@code stock}, {@code stockrows}, and the text normalization of
 * {@code inventory.search}.
 */
@NullMarked
package io.stockledger.query.inventory.projection;

import org.jspecify.annotations.NullMarked;
