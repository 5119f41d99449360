/**
 * Load generators: closed loops, an open loop with a schedule, and which product comes next. May
 * import the JDK, HdrHistogram and the samplers of Commons RNG; knows nothing of the system.
 */
@NullMarked
package io.stockledger.benchmarks.load;

import org.jspecify.annotations.NullMarked;
