/**
 * Reads the read model {@code inventory} from Postgres: by product id, and in pages by filter and
 * order. Imports of this service: the shared parts of {@code stock}.
 */
@NullMarked
package io.stockledger.query.inventory.search;

import org.jspecify.annotations.NullMarked;
