/**
 * Projecting a log into the read models, in process, beside one UPDATE an event and JDBC batches.
 * May import the query service, the events, the load's terms, the benchmarks' database and the
 * report.
 */
@NullMarked
package io.stockledger.benchmarks.projection;

import org.jspecify.annotations.NullMarked;
