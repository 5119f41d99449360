/**
 * The read model {@code low_stock}: the products whose available stock is below the threshold. It
 * is the smallest read model and the example for a new one. Imports of this service: the projection
 * interface of the intake, the SQL helpers and the fold of a product's stock. It also imports the
 * HTTP edge.
 */
@NullMarked
package io.stockledger.query.alerts;

import org.jspecify.annotations.NullMarked;
