/**
 * The change feed: tells every replica of a views database which products have changed, whichever
 * replica projected the change. May import JDBC, Spring and Jackson, and nothing else of the
 * service.
 */
@NullMarked
package io.stockledger.query.changes;

import org.jspecify.annotations.NullMarked;
