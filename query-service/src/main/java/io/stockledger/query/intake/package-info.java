/**
 * From Kafka to the read models: one batch of records is one database transaction in which every
 * registered projection takes part. May import the events and Kafka, and no read model.
 */
@NullMarked
package io.stockledger.query.intake;

import org.jspecify.annotations.NullMarked;
