/**
 * The read model {@code inventory}: the stock of every product now, by id, in pages and by lookup.
 * May import the intake's projection interface, the product's fold and the HTTP edge.
 */
@NullMarked
package io.stockledger.query.inventory;

import org.jspecify.annotations.NullMarked;
