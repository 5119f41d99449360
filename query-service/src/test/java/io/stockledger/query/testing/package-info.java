/**
 * Shared parts of the tests: generated histories of events, and the query service with a real
 * Postgres and a real Kafka.
 */
@NullMarked
package io.stockledger.query.testing;

import org.jspecify.annotations.NullMarked;
