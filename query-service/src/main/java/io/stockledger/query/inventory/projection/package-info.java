/**
 * Writes {@code inventory_view} and the tables that find its rows. Imports the intake, the SQL
 * helpers and the fold of a product.
 */
@NullMarked
package io.stockledger.query.inventory.projection;

import org.jspecify.annotations.NullMarked;
