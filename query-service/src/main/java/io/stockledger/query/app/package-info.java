/**
 * The query service: its settings, its parts put together, its process. May import everything below
 * it, and nothing below it may import this.
 */
@NullMarked
package io.stockledger.query.app;

import org.jspecify.annotations.NullMarked;
