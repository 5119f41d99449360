/**
 * The latest progress of the read models that the replica has read: lag, held products, response
 * headers, health and {@code GET /v1/projections}. Knows no read model. Imports of this service:
 * {@code changes}, {@code generations}, {@code metrics}, {@code verification}.
 */
@NullMarked
package io.stockledger.query.progress;

import org.jspecify.annotations.NullMarked;
