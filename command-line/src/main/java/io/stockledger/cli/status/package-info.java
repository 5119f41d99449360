/** The subcommand that shows the state of the system on one screen. */
@NullMarked
package io.stockledger.cli.status;

import org.jspecify.annotations.NullMarked;
