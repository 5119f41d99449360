/**
 * Reads {@code inventory_view} from Postgres: by id, and in pages by filter and order. Imports the
 * HTTP edge.
 */
@NullMarked
package io.stockledger.query.inventory.search;

import org.jspecify.annotations.NullMarked;
