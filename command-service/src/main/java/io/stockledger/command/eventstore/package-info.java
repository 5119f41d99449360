/**
 * The event store on Postgres: appends events with expected versions, reads the event log and its
 * streams, and keeps snapshots and receipts. May import the domain, the events and JDBC; knows
 * neither the writer loop nor HTTP.
 */
@NullMarked
package io.stockledger.command.eventstore;

import org.jspecify.annotations.NullMarked;
