/**
 * Statements on many rows at once: arrays as columns, binary COPY, and row locks in key order. Pure
 * JDBC; imports nothing of the service.
 */
@NullMarked
package io.stockledger.query.sql;

import org.jspecify.annotations.NullMarked;
