/**
 * The read model {@code inventory} over HTTP: the current stock of products by id, in pages, by
 * lookup and as a stream of changes. Imports of this service: its own packages {@code cache} and
 * {@code search}, the change feed, the holds in {@code generations}, {@code progress}, and the
 * shared parts of {@code stock}. It also imports the HTTP edge.
 *
 * <p>The dependencies of its packages have one direction: {@code inventory} and {@code cache} use
 * {@code search}, {@code inventory} uses {@code cache}, and {@code projection} uses the text
 * normalization of {@code search}.
 *
 * <p>{@code search} reads tables of the read model {@code reservations} in order to subtract lapsed
 * reservations; the package {@code stock} documents this coupling.
 */
@NullMarked
package io.stockledger.query.inventory;

import org.jspecify.annotations.NullMarked;
