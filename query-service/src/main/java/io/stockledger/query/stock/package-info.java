/**
 * The stock of a product, folded from its events, and the parts that several read models share: the
 * item of the answers, the {@code jsonb} of the warehouses, and the SQL for lapsed reservations and
 * for past stock. Pure Java. Imports of this service: none. It imports only the events, Jackson and
 * JSpecify.
 *
 * <h2>Coupling between read models</h2>
 *
 * The read models {@code inventory} and {@code movements} read tables of the read model {@code
 * reservations}, in order to subtract lapsed reservations from reserved stock, and the list of the
 * inventory as of an instant reads the movements. No other read model reads tables of another one.
 * {@link io.stockledger.query.stock.LapsedReservations} is the only class that names the tables of
 * the reservations outside their package. Two classes name the tables of the movements outside
 * theirs: {@link io.stockledger.query.stock.PastStock}, and {@code PastPageStatements} in {@code
 * inventory.search} for the order of that list by time.
 *
 * <table>
 * <caption>Tables of {@code reservations} and the read models that read them</caption>
 * <tr><th>table</th><th>read by</th><th>reason</th></tr>
 * <tr><td>{@code reservations}</td><td>{@code inventory}, {@code movements}</td>
 *     <td>the quantity and the expiry of each open reservation</td></tr>
 * <tr><td>{@code reservation_heads}</td><td>{@code inventory}, {@code movements}</td>
 *     <td>the version of the product, which must equal that of the reading read model</td></tr>
 * <tr><td>{@code reservation_lapses}</td><td>{@code inventory}, {@code movements}</td>
 *     <td>the periods in the past between an expiry and its {@code ReservationExpired}</td></tr>
 * <tr><td>{@code movements}, {@code movement_heads}</td><td>{@code inventory}</td>
 *     <td>the stock at the instant of a list of the past</td></tr>
 * </table>
 *
 * <p>If you change a column of these tables, change these classes too.
 */
@NullMarked
package io.stockledger.query.stock;

import org.jspecify.annotations.NullMarked;
