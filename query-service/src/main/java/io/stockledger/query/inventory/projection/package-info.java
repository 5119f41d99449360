/**
 * Projects events into {@code inventory_view} and the tables that searches use to find its
 * products. Imports of this service: the projection interface of the intake, the SQL helpers, the
 * fold of a product's stock, and the text normalization of the search.
 */
@NullMarked
package io.stockledger.query.inventory.projection;

import org.jspecify.annotations.NullMarked;
