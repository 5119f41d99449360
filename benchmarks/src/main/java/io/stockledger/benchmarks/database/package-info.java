/**
 * A durable Postgres of the benchmarks' own, its events and views databases, and the filling of a
 * log. May import the event store and the local stack.
 */
@NullMarked
package io.stockledger.benchmarks.database;

import org.jspecify.annotations.NullMarked;
