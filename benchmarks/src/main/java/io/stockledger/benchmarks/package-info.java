/**
 * The entry point of {@code ./bench}. May import every benchmark. A benchmark may import the load
 * generators, the baselines, the databases, the report and the subcommand frame, but no other
 * benchmark.
 */
@NullMarked
package io.stockledger.benchmarks;

import org.jspecify.annotations.NullMarked;
