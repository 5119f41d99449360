/**
 * The baselines of the command side: one INSERT per transaction, and a cycle of load, fold and
 * append per command. May import the domain, the events, the load generators and the benchmarks'
 * database.
 */
@NullMarked
package io.stockledger.benchmarks.baseline;

import org.jspecify.annotations.NullMarked;
