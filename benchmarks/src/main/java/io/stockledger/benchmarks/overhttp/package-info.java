/**
 * Measures the services over HTTP. Each service runs in its own JVM, which also serves two
 * baselines as endpoints; the load generator runs in the JVM of the benchmark. May import both
 * services, the local stack, the load generators, the baselines, the benchmarks' databases, the
 * report and the subcommand frame.
 */
@NullMarked
package io.stockledger.benchmarks.overhttp;

import org.jspecify.annotations.NullMarked;
