/**
 * The read model {@code low_stock}: the products of which less is available than the threshold. It
 * is the smallest read model and the example for a new one. Imports of this service: the projection
 * interface of the intake, the SQL helpers and the fold of a product's stock; beside it the HTTP
 * edge.
 */
@NullMarked
package io.stockledger.query.alerts;

import org.jspecify.annotations.NullMarked;
