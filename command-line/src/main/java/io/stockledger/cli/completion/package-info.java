/** The subcommand that prints the completion of shells. */
@NullMarked
package io.stockledger.cli.completion;

import org.jspecify.annotations.NullMarked;
