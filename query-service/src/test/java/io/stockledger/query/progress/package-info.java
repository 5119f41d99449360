/** Tests of what is said about the view's freshness. */
@NullMarked
package io.stockledger.query.progress;

import org.jspecify.annotations.NullMarked;
