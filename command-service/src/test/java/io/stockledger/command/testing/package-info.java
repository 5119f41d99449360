/**
 * What the tests of several packages share: the running command service, its database and calls to
 * it.
 */
@NullMarked
package io.stockledger.command.testing;

import org.jspecify.annotations.NullMarked;
