/**
 * The durable Postgres of a benchmark, its events and views databases, and the filling of an event
 * log. May import the domain and the event store of the command service, the read models of the
 * query service, and the local stack.
 */
@NullMarked
package io.stockledger.benchmarks.database;

import org.jspecify.annotations.NullMarked;
