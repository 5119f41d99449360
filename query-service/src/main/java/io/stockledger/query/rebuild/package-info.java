/**
 * The generations of the read models: their tables, building a new one beside the serving one, and
 * swapping. May import the intake and the HTTP edge, and no read model.
 */
@NullMarked
package io.stockledger.query.rebuild;

import org.jspecify.annotations.NullMarked;
