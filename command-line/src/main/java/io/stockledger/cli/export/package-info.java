/** The subcommands that write stock or movements into a file. */
@NullMarked
package io.stockledger.cli.export;

import org.jspecify.annotations.NullMarked;
