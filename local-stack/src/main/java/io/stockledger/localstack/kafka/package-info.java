/**
 * A real, durable Kafka broker as a child JVM: its configuration, its storage and its start. May
 * import the process package and Kafka.
 */
@NullMarked
package io.stockledger.localstack.kafka;

import org.jspecify.annotations.NullMarked;
