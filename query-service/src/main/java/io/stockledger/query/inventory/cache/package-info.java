/**
 * The ready-to-send answers in memory, their invalidation by the change feed, and requests that
 * wait for a version. Imports of this service: the search of {@code inventory}, the change feed and
 * the shared parts of {@code stock}. It also imports the HTTP edge.
 */
@NullMarked
package io.stockledger.query.inventory.cache;

import org.jspecify.annotations.NullMarked;
