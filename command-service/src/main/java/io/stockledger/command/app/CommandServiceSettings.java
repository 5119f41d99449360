package io.stockledger.command.app;

import io.stockledger.command.relay.RelayLimits;
import io.stockledger.command.relay.TopicSettings;
import io.stockledger.command.writer.WriterLimits;
import io.stockledger.http.HttpLimits;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.validation.annotation.Validated;

/**
 * The command service's own settings, {@code stockledger.*}, beside Spring's settings of the
 * database, Kafka and the web server. Each part of the service declares its limits, bounds and
 * defaults in a record; most have the prefix {@code stockledger.command}. A value out of bounds
 * stops the start.
 */
@Validated
@ConfigurationProperties("stockledger")
record CommandServiceSettings(
        @Valid @Name("command") @DefaultValue WriterLimits writer,
        @Valid @Name("command") @DefaultValue RelayLimits relay,
        @Valid @Name("command") @DefaultValue Requests requests,
        @Valid @Name("command") @DefaultValue Housekeeping housekeeping,
        @Valid @DefaultValue HttpLimits http,
        @Valid @DefaultValue TopicSettings topic) {

    /**
     * The limits of requests.
     *
     * @param bodyBytesMax the longest body of a command on a product, in bytes
     * @param orderBodyBytesMax the longest body of a command on an order, and the longest line of a
     *     bulk request, in bytes
     */
    record Requests(
            @Min(1_024) @Max(1_048_576) @DefaultValue("65536") int bodyBytesMax,
            @Min(65_536) @Max(67_108_864) @DefaultValue("4194304") int orderBodyBytesMax) {}

    /**
     * The settings of the work in the background.
     *
     * @param expirySweepMs the pause between two sweeps of reservations past their end, in
     *     milliseconds
     * @param receiptsKeptDays the shortest time that an idempotency key is remembered, in days
     */
    record Housekeeping(
            @Min(10) @Max(60_000) @DefaultValue("500") long expirySweepMs,
            @Min(1) @Max(365) @DefaultValue("7") int receiptsKeptDays) {}
}
