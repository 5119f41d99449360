/**
 * The command side without HTTP and without the relay: the writer loop called from the benchmark's
 * own threads. May import the instances, the load generators, the baselines and the report.
 */
@NullMarked
package io.stockledger.benchmarks.inprocess;

import org.jspecify.annotations.NullMarked;
