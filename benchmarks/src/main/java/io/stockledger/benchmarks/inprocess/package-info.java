/**
 * Measures the command side without HTTP and without the relay: the threads of the benchmark call
 * the writer loop. May import the instances, the load generators, the baselines, the benchmarks'
 * database, the report and the subcommand frame.
 */
@NullMarked
package io.stockledger.benchmarks.inprocess;

import org.jspecify.annotations.NullMarked;
