/**
 * The entry point of {@code ./bench}. May import every benchmark; each of them may import the load
 * generators, the baselines, the databases and the report, and not the others.
 */
@NullMarked
package io.stockledger.benchmarks;

import org.jspecify.annotations.NullMarked;
