/**
 * The upgrade test: data that the previous version wrote, how it is recorded and loaded, and what
 * the present version must do with it. May import the test stack, Flyway, the Postgres driver, the
 * Kafka client and Jackson, and nothing of the services.
 */
@NullMarked
package io.stockledger.system.upgrade;

import org.jspecify.annotations.NullMarked;
