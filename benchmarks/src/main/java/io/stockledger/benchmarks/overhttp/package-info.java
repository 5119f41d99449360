/**
 * The command service over HTTP: the service itself in a JVM of its own with two baselines as
 * further endpoints, and the generator that loads it. May import the command service, the local
 * stack, the load generators, the baselines and the report.
 */
@NullMarked
package io.stockledger.benchmarks.overhttp;

import org.jspecify.annotations.NullMarked;
