/**
 * The verification in the background: it compares the rows of all read models with a fold of the
 * movements that shares no code with the projections, slice after slice. It imports no other
 * package of this service.
 */
@NullMarked
package io.stockledger.query.verification;

import org.jspecify.annotations.NullMarked;
