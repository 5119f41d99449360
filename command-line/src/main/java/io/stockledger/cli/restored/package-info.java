/**
 * {@code ./stockledger restored}: lets a system go on after its event log was restored to an
 * earlier moment.
 */
@NullMarked
package io.stockledger.cli.restored;

import org.jspecify.annotations.NullMarked;
