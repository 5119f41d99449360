/**
 * Rebuilds: building a new generation beside the serving one, comparing the two, and swapping them.
 * Knows no read model. Imports of this service: {@code generations}, {@code http}, {@code intake},
 * {@code metrics}.
 */
@NullMarked
package io.stockledger.query.rebuild;

import org.jspecify.annotations.NullMarked;
