/**
 * The progress of the read models, as one replica last saw it: lag, held products, response
 * headers, health and {@code GET /v1/projections}. Knows no read model. Imports of this service:
 * {@code changes}, {@code generations}, {@code metrics}.
 */
@NullMarked
package io.stockledger.query.progress;

import org.jspecify.annotations.NullMarked;
