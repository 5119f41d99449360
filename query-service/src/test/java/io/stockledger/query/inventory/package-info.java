/** Tests of the read model {@code inventory}. */
@NullMarked
package io.stockledger.query.inventory;

import org.jspecify.annotations.NullMarked;
