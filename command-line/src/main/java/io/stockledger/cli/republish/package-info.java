/** The subcommand that publishes events again. */
@NullMarked
package io.stockledger.cli.republish;

import org.jspecify.annotations.NullMarked;
