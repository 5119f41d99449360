/** Tests of the query service as a whole. */
@NullMarked
package io.stockledger.query;

import org.jspecify.annotations.NullMarked;
