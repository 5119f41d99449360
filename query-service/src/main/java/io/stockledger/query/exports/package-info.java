/**
 * Exports: all rows of an answer from one snapshot of the database, as CSV or as JSON lines. The
 * read models provide the rows; this package limits the number, the duration and the memory of
 * exports. Imports of this service: {@code generations}, {@code http} and {@code metrics}.
 */
@NullMarked
package io.stockledger.query.exports;

import org.jspecify.annotations.NullMarked;
