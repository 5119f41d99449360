/**
 * The read model {@code movements}: every change of a product with its event and the stock after
 * it, and the stock at past instants, which is computed from these changes. Imports of this
 * service: the projection interface of the intake, the SQL helpers and the fold of a product's
 * stock. It also imports the HTTP edge.
 *
 * <p>It reads tables of the read model {@code reservations} in order to subtract lapsed
 * reservations; the package {@code stock} documents this coupling.
 */
@NullMarked
package io.stockledger.query.movements;

import org.jspecify.annotations.NullMarked;
