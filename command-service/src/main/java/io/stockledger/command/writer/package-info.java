/**
 * The writer: a bounded queue, the loop that decides commands and appends their events, the cache
 * of products, and the loading and the snapshots of products on other threads. {@link
 * io.stockledger.command.writer.WriterLoop} explains the algorithm. May import the domain, the
 * event store and the events; does not know HTTP, the relay or the expiry.
 */
@NullMarked
package io.stockledger.command.writer;

import org.jspecify.annotations.NullMarked;
