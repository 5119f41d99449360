/**
 * The parts that the tests of all modules share: a real Postgres and a real Kafka, embedded or in
 * containers, a settable clock, and services as child processes. May import the local stack, the
 * Kafka client and Testcontainers.
 */
@NullMarked
package io.stockledger.teststack;

import org.jspecify.annotations.NullMarked;
