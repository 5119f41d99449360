/** The subcommand that shows one product. */
@NullMarked
package io.stockledger.cli.product;

import org.jspecify.annotations.NullMarked;
