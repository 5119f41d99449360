/** Tests of the read model {@code reservations}. */
@NullMarked
package io.stockledger.query.reservations;

import org.jspecify.annotations.NullMarked;
