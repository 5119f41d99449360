/**
 * The stock of a product, folded from its events, and the parts that several read models share: the
 * item of the answers, the {@code jsonb} of the warehouses, and the SQL for lapsed reservations.
 * Pure Java. Imports of this service: none. It imports only the events, Jackson and JSpecify.
 *
 * <h2>Coupling between read models</h2>
 *
 * The read models {@code inventory} and {@code movements} read tables of the read model {@code
 * reservations}, in order to subtract lapsed reservations from reserved stock. No other read model
 * reads tables of another one. {@link io.stockledger.query.stock.LapsedReservations} is the only
 * class that names these tables outside the package {@code reservations}:
 *
 * <table>
 * <caption>Tables of {@code reservations} and the read models that read them</caption>
 * <tr><th>table</th><th>read by</th><th>reason</th></tr>
 * <tr><td>{@code reservations}</td><td>{@code inventory}, {@code movements}</td>
 *     <td>the quantity and the expiry of each open reservation</td></tr>
 * <tr><td>{@code reservation_heads}</td><td>{@code inventory}, {@code movements}</td>
 *     <td>the version of the product, which must equal that of the reading read model</td></tr>
 * <tr><td>{@code reservation_lapses}</td><td>{@code movements}</td>
 *     <td>the periods in the past between an expiry and its {@code ReservationExpired}</td></tr>
 * </table>
 *
 * <p>If you change a column of these tables, change that class too.
 */
@NullMarked
package io.stockledger.query.stock;

import org.jspecify.annotations.NullMarked;
