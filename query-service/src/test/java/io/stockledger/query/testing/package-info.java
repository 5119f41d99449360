/** What the tests share: histories that could have happened, and the service on real parts. */
@NullMarked
package io.stockledger.query.testing;

import org.jspecify.annotations.NullMarked;
