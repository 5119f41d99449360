/**
 * A durable Postgres of the benchmarks' own, its events databases, and their filling. May import
 * the event store and the local stack.
 */
@NullMarked
package io.stockledger.benchmarks.database;

import org.jspecify.annotations.NullMarked;
