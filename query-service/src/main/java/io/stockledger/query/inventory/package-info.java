/**
 * The read model {@code inventory} over HTTP: the stock of products by id, in pages, by lookup, as
 * a file and as a stream of changes, and the list of products as of an instant. Imports of this
 * service: its own packages {@code inventory.cache} and {@code inventory.search}, {@code changes},
 * {@code exports}, {@code generations}, {@code http}, {@code progress} and {@code stock}. It also
 * imports the HTTP edge and the access to the service.
 *
 * <p>The dependencies of its packages have one direction: {@code inventory} and {@code cache} use
 * {@code search}, {@code inventory} uses {@code cache}, and {@code projection} uses the text
 * normalization of {@code search}.
 *
 * <p>{@code search} reads tables of the read models {@code reservations} and {@code movements} in
 * order to subtract lapsed reservations and to show past stock; the package {@code stock} documents
 * this coupling.
 */
@NullMarked
package io.stockledger.query.inventory;

import org.jspecify.annotations.NullMarked;
