/**
 * Tells every replica of a views database what has changed in it, whichever of them projected the
 * change. May import JDBC, Spring and Jackson, and nothing else of the service.
 */
@NullMarked
package io.stockledger.query.changes;

import org.jspecify.annotations.NullMarked;
