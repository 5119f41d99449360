/** The running command service, as the tests of all packages share it. */
@NullMarked
package io.stockledger.command.testing;

import org.jspecify.annotations.NullMarked;
