/**
 * The writer: a bounded queue, the loop that decides commands and appends their events, the product
 * cache, and the threads that load products and write snapshots. {@link
 * io.stockledger.command.writer.WriterLoop} explains the algorithm. May import the domain, the
 * event store and the events; does not know HTTP, the relay or the expiry.
 */
@NullMarked
package io.stockledger.command.writer;

import org.jspecify.annotations.NullMarked;
