package io.stockledger.access;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of each client, {@code stockledger.clients.*}; 0 is no limit. A client is the subject
 * of a token, or else an address. With security on, the defaults are those of {@link
 * SecurityDefaults}. A client may send the requests of two seconds at once.
 *
 * @param commandsPerSecond requests with commands; a bulk request is one
 * @param readsPerSecond reads by key, streams and the calls of operators
 * @param costlyReadsPerSecond searches, lists, lookups, exports and the past
 * @param refusalsPerSecond answers {@code 401} to one address
 * @param streamsMax open change streams
 * @param waitsMax reads that wait for a version
 * @param bulkRequestsMax bulk requests that are in progress
 * @param connectionsMax open connections of one address, or of one IPv6 network
 * @param bodyBytesMax memory of the bodies that are read or in use, in bytes
 */
@Validated
@ConfigurationProperties("stockledger.clients")
public record ClientLimits(
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") long commandsPerSecond,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") long readsPerSecond,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") long costlyReadsPerSecond,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") long refusalsPerSecond,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") int streamsMax,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") int waitsMax,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") int bulkRequestsMax,
        @Min(0) @Max(ClientLimits.MAX) @DefaultValue("0") int connectionsMax,
        @Min(0) @Max(1L << 40) @DefaultValue("0") long bodyBytesMax) {

    static final int MAX = 1_000_000;

    /** What a body needs that is read while it arrives. */
    static final int BODY_BYTES_MIN = 131_072;

    public ClientLimits {
        if (bodyBytesMax > 0 && bodyBytesMax < BODY_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "stockledger.clients.body-bytes-max: must be 0, or at least " + BODY_BYTES_MIN);
        }
    }
}
