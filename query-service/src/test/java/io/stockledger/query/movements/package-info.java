/** Tests of the read model {@code movements}. */
@NullMarked
package io.stockledger.query.movements;

import org.jspecify.annotations.NullMarked;
