/**
 * The HTTP client of both services, which the subcommands and the sales replay share: addresses,
 * tokens, problems as one line. May import only the package above it, and knows no subcommand.
 */
@NullMarked
package io.stockledger.cli.services;

import org.jspecify.annotations.NullMarked;
