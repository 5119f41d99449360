/** The subcommand that prints events as they are recorded. */
@NullMarked
package io.stockledger.cli.tail;

import org.jspecify.annotations.NullMarked;
