/** The subcommand that rebuilds a read model and shows its progress. */
@NullMarked
package io.stockledger.cli.rebuild;

import org.jspecify.annotations.NullMarked;
