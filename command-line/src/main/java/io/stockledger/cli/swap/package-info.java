/** The subcommand that lets another generation of a read model serve. */
@NullMarked
package io.stockledger.cli.swap;

import org.jspecify.annotations.NullMarked;
