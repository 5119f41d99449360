/** Tests of the product's fold. */
@NullMarked
package io.stockledger.query.stock;

import org.jspecify.annotations.NullMarked;
