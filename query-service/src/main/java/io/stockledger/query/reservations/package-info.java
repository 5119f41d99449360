/**
 * The read model {@code reservations}: the reserved and the shipped quantity of each product of
 * each order. Imports of this service: the projection interface of the intake and the SQL helpers.
 * It also imports the HTTP edge.
 *
 * <p>Two other read models read its tables in order to subtract lapsed reservations; the package
 * {@code stock} documents this coupling.
 */
@NullMarked
package io.stockledger.query.reservations;

import org.jspecify.annotations.NullMarked;
