/**
 * The operator's command line behind {@code ./stockledger}. Each subcommand has a package. It
 * reaches the system through its databases, its topic and its HTTP interfaces; it knows none of the
 * services' code.
 */
@NullMarked
package io.stockledger.cli;

import org.jspecify.annotations.NullMarked;
