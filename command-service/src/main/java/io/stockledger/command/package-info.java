/**
 * The command service: its start, its settings, and the one place where its parts are put together.
 */
@NullMarked
package io.stockledger.command;

import org.jspecify.annotations.NullMarked;
