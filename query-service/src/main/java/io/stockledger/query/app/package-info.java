/**
 * The query service as a program: its start, its settings, and the configuration that connects its
 * parts. May import everything else; nothing else may import it.
 */
@NullMarked
package io.stockledger.query.app;

import org.jspecify.annotations.NullMarked;
