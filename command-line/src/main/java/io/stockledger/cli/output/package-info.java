/**
 * The output of the subcommands: tables, JSON, CSV, colours and progress. It knows neither a
 * subcommand nor the services.
 */
@NullMarked
package io.stockledger.cli.output;

import org.jspecify.annotations.NullMarked;
