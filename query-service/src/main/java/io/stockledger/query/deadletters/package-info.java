/**
 * The dead letters over HTTP: they are listed, tried again and dismissed. Imports of this service:
 * {@code http}, {@code intake}. It also imports the HTTP edge.
 */
@NullMarked
package io.stockledger.query.deadletters;

import org.jspecify.annotations.NullMarked;
