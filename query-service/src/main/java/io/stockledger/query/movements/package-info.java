/**
 * The read model {@code movements}: every change of a product with its cause and the stock after
 * it. May import the intake's projection interface, the product's fold and the HTTP edge.
 */
@NullMarked
package io.stockledger.query.movements;

import org.jspecify.annotations.NullMarked;
