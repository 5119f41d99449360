/**
 * Measures the command side on event logs of different sizes. May import the instances, the load
 * generators, the benchmarks' database, the report and the subcommand frame.
 */
@NullMarked
package io.stockledger.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
