/**
 * How far the read models are, as one replica last saw it: lag, held products, headers, health and
 * metrics. May import the intake and the HTTP edge, and no read model.
 */
@NullMarked
package io.stockledger.query.progress;

import org.jspecify.annotations.NullMarked;
