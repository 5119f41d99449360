/**
 * The read model {@code movements}: every change of a product with its event and the stock after
 * it, and the stock at past instants, which is computed from these changes. Imports of this
 * service: {@code exports}, {@code generations}, the projection interface of {@code intake}, {@code
 * progress}, {@code sql}, {@code stock} and {@code stockrows}. It also imports the HTTP edge.
 *
 * <p>It reads tables of the read model {@code reservations} in order to subtract lapsed
 * reservations; the package {@code stock} documents this coupling.
 */
@NullMarked
package io.stockledger.query.movements;

import org.jspecify.annotations.NullMarked;
