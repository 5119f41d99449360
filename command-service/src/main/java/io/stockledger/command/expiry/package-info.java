/**
 * Ends reservations whose time is over: the deadlines in the event database, the sweep that records
 * them, and the housekeeping thread that drives it. Imports the domain, the event store and the
 * writer.
 */
@NullMarked
package io.stockledger.command.expiry;

import org.jspecify.annotations.NullMarked;
