/**
 * The read model {@code reservations}: what each order holds and got of each product. May import
 * the intake's projection interface and the HTTP edge.
 */
@NullMarked
package io.stockledger.query.reservations;

import org.jspecify.annotations.NullMarked;
