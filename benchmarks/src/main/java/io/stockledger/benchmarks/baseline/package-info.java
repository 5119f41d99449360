/**
 * The baselines of the command side: one INSERT per transaction, and load, fold, append for each
 * command. May import the domain, the events, the load generators and the benchmarks' database.
 */
@NullMarked
package io.stockledger.benchmarks.baseline;

import org.jspecify.annotations.NullMarked;
