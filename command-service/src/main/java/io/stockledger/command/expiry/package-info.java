/**
 * The expiry of lapsed reservations: their deadlines in the event database, the sweep that records
 * the expiry, and the housekeeping thread that runs it. May import the domain, the event store and
 * the writer.
 */
@NullMarked
package io.stockledger.command.expiry;

import org.jspecify.annotations.NullMarked;
