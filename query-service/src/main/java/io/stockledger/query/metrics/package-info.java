/**
 * The metrics of the query service: every name, description, unit and tag. Knows Micrometer, the
 * clients that Micrometer binds to, and the JDK only, so that every other package may import it.
 */
@NullMarked
package io.stockledger.query.metrics;

import org.jspecify.annotations.NullMarked;
