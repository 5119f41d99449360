/**
 * Measures an aggregate with a very long stream, compared with a new one. May import the event
 * store, the instances, the load generators, the benchmarks' database, the report and the
 * subcommand frame.
 */
@NullMarked
package io.stockledger.benchmarks.aggregate;

import org.jspecify.annotations.NullMarked;
