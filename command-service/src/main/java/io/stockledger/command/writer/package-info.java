/**
 * The writer loop: a bounded queue, one thread that decides what has come and appends it in one
 * call, the cache of products, and their loading and snapshots beside it. May import the domain and
 * the event store; knows no HTTP.
 */
@NullMarked
package io.stockledger.command.writer;

import org.jspecify.annotations.NullMarked;
