/**
 * JDBC statements on many rows: columns bound as arrays, binary COPY, and row locks in the order of
 * the keys. Imports of this service: none.
 */
@NullMarked
package io.stockledger.query.sql;

import org.jspecify.annotations.NullMarked;
