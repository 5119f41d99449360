/** Tests of the read model {@code low_stock}. */
@NullMarked
package io.stockledger.query.alerts;

import org.jspecify.annotations.NullMarked;
