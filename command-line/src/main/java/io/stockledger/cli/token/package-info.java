/** The subcommand that prints a token of the local issuer. */
@NullMarked
package io.stockledger.cli.token;

import org.jspecify.annotations.NullMarked;
