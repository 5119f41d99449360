/**
 * Reads the read model {@code inventory} from Postgres: by product id, in pages by filter and
 * order, as of an instant, and all products for an export. Imports of this service: {@code
 * generations}, {@code stock} and {@code stockrows}.
 */
@NullMarked
package io.stockledger.query.inventory.search;

import org.jspecify.annotations.NullMarked;
