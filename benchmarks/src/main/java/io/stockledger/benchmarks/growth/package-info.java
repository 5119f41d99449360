/**
 * How the command side fares as the log grows. May import the instances, the load generators, the
 * benchmarks' database and the report.
 */
@NullMarked
package io.stockledger.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
