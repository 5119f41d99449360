/**
 * Load generators: closed loops, an open loop with a schedule, and the choice of products. May
 * import the JDK, HdrHistogram and the samplers of Commons RNG, but nothing of Stockledger.
 */
@NullMarked
package io.stockledger.benchmarks.load;

import org.jspecify.annotations.NullMarked;
