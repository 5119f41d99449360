/**
 * Events and snapshots in Postgres: append with expected versions, load, load since. May import the
 * domain, the events and JDBC; knows neither the writer loop nor HTTP.
 */
@NullMarked
package io.stockledger.command.eventstore;

import org.jspecify.annotations.NullMarked;
