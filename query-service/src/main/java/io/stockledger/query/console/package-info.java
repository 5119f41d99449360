/**
 * The web console: its files, and the settings that it reads at its start. It holds no data and
 * reads the same API as every other caller. May import the shared HTTP edge, Spring and the module
 * {@code console}, but no other package of this service.
 */
@NullMarked
package io.stockledger.query.console;

import org.jspecify.annotations.NullMarked;
