/**
 * Measures the projection of a log into the read models, in process, and two baselines: one UPDATE
 * per event, and JDBC batches. May import the query service, the events, the load generators, the
 * benchmarks' database, the report and the subcommand frame.
 */
@NullMarked
package io.stockledger.benchmarks.projection;

import org.jspecify.annotations.NullMarked;
