/** The subcommand that shows one order. */
@NullMarked
package io.stockledger.cli.order;

import org.jspecify.annotations.NullMarked;
