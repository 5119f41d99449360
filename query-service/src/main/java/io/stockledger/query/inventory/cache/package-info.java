/**
 * Ready-to-send answers in memory, which the change feed invalidates, and requests that wait for a
 * version. Imports of this service: the search of {@code inventory}, the change feed and the shared
 * parts of {@code stock}; beside it the HTTP edge.
 */
@NullMarked
package io.stockledger.query.inventory.cache;

import org.jspecify.annotations.NullMarked;
