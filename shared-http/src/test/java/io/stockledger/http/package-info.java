/** Tests of the HTTP edge. */
@NullMarked
package io.stockledger.http;

import org.jspecify.annotations.NullMarked;
