/**
 * The command service as a program: its start, its settings, and the configuration that connects
 * its parts. May import everything else; nothing else may import it.
 */
@NullMarked
package io.stockledger.command.app;

import org.jspecify.annotations.NullMarked;
