/**
 * Ready-to-send answers in memory, kept right by the change feed, and reads that wait for a
 * version. Imports the search and the change feed.
 */
@NullMarked
package io.stockledger.query.inventory.cache;

import org.jspecify.annotations.NullMarked;
