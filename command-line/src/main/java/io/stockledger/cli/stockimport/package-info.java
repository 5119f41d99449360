/**
 * {@code ./stockledger import}: reads a stock list as CSV, plans a command for each row and sends
 * the commands in bulk. May import {@code services} and {@code output}, and knows no other
 * subcommand.
 */
@NullMarked
package io.stockledger.cli.stockimport;

import org.jspecify.annotations.NullMarked;
