/**
 * The relay: publishes the event log to Kafka in order, from one instance at a time. May import the
 * event store, the events and the metrics; knows neither the domain nor the writer loop nor HTTP.
 */
@NullMarked
package io.stockledger.command.relay;

import org.jspecify.annotations.NullMarked;
