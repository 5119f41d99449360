/** The running command service, as the tests of all packages share it. */
@NullMarked
package io.stockledger.command;

import org.jspecify.annotations.NullMarked;
