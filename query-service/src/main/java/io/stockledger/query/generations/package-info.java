/**
 * The generations of the read models: their states, their schemas and their progress, all read and
 * written here. Imports the change feed; knows no projection and no Kafka client.
 */
@NullMarked
package io.stockledger.query.generations;

import org.jspecify.annotations.NullMarked;
