/**
 * The columns and rows of stock that the tables of several read models have in common. Imports of
 * this service: {@code sql} and {@code stock}.
 */
@NullMarked
package io.stockledger.query.stockrows;

import org.jspecify.annotations.NullMarked;
