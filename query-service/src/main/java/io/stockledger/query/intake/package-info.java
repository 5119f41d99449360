/**
 * The intake: it consumes the topic and projects each batch of records into every read model, in
 * one database transaction. {@link io.stockledger.query.intake.BatchProjector} explains the
 * algorithm. It knows no read model, only their common interface {@link
 * io.stockledger.query.intake.Projection}. Imports of this service: {@code changes}, {@code
 * generations}, {@code metrics}, {@code sql}.
 */
@NullMarked
package io.stockledger.query.intake;

import org.jspecify.annotations.NullMarked;
