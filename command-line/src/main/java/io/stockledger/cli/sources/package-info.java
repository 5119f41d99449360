/** The databases and the topic that the subcommands work on, and the options that name them. */
@NullMarked
package io.stockledger.cli.sources;

import org.jspecify.annotations.NullMarked;
