/**
 * The generations of the read models: their states, their schemas, their progress in the topic and
 * the consumer groups. Every statement on the tables {@code projections}, {@code
 * projection_progress} and {@code intake_groups} is in this package. It knows neither Kafka nor any
 * read model. Imports of this service: {@code changes}, {@code sql}.
 */
@NullMarked
package io.stockledger.query.generations;

import org.jspecify.annotations.NullMarked;
