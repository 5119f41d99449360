/**
 * The Postgres and the Kafka that the integration tests of every module share: containers where a
 * Docker engine has them, the embedded parts elsewhere. May import the parts and Testcontainers.
 */
@NullMarked
package io.stockledger.teststack;

import org.jspecify.annotations.NullMarked;
