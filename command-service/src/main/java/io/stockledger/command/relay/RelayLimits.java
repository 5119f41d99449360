package io.stockledger.command.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of the relay.
 *
 * @param relayEventsMax the number of events in one pass: all of them are sent to Kafka before the
 *     relay waits for their acknowledgements
 * @param relayPassMs the shortest time from the beginning of a pass to that of the next, in
 *     milliseconds: an event may be published later by up to this time, and in return events that
 *     arrive close together are published together
 * @param relayPollMs the longest time until the relay reads the log although no notification has
 *     arrived, in milliseconds
 */
public record RelayLimits(
        @Min(1) @Max(100_000) @DefaultValue("2000") int relayEventsMax,
        @Min(0) @Max(1_000) @DefaultValue("10") int relayPassMs,
        @Min(10) @Max(60_000) @DefaultValue("500") int relayPollMs) {}
