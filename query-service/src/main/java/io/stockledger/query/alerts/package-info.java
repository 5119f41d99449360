/**
 * The read model {@code low_stock}: products of which less is available than a set number. May
 * import the intake's projection interface, the fold, and the HTTP edge.
 */
@NullMarked
package io.stockledger.query.alerts;

import org.jspecify.annotations.NullMarked;
