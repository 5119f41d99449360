/**
 * What the command side is measured against: one INSERT a transaction, and load, fold, append for
 * each command. May import the domain, the events and the benchmarks' database.
 */
@NullMarked
package io.stockledger.benchmarks.baseline;

import org.jspecify.annotations.NullMarked;
