/**
 * The writer loop in process against one INSERT a transaction on the same Postgres, fsync on. May
 * import the command service and the local stack; nothing imports it.
 */
@NullMarked
package io.stockledger.benchmarks.writerloop;

import org.jspecify.annotations.NullMarked;
