/**
 * The ready-to-send answers in memory, their invalidation by the change feed, and requests that
 * wait for a version. Imports of this service: {@code changes}, {@code generations}, {@code http},
 * {@code inventory.search}, {@code progress} and {@code stock}. It also imports the HTTP edge.
 */
@NullMarked
package io.stockledger.query.inventory.cache;

import org.jspecify.annotations.NullMarked;
