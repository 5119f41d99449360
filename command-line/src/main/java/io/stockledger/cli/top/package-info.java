/** The subcommand that shows the state of the system again and again. */
@NullMarked
package io.stockledger.cli.top;

import org.jspecify.annotations.NullMarked;
