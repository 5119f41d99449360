/**
 * The command service: its start, its settings, and the one place where its parts are put together.
 */
@NullMarked
package io.stockledger.command.app;

import org.jspecify.annotations.NullMarked;
