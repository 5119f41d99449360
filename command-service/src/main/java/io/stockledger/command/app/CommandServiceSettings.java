package io.stockledger.command.app;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The command service's own settings, {@code stockledger.*}; where its database and its brokers are
 * is said by Spring's names. A value out of bounds stops the start.
 */
@Validated
@ConfigurationProperties("stockledger")
public record CommandServiceSettings(
        @Valid @DefaultValue Command command, @Valid @DefaultValue Topic topic) {

    /**
     * The command side's limits.
     *
     * @param bodyBytesMax the longest body of a command on a product, in bytes
     * @param orderBodyBytesMax the longest body of a command on an order, and the longest line of a
     *     bulk request, in bytes
     * @param queueCommandsMax how many commands wait before more are answered 503
     * @param batchCommandsMax how many commands are decided and appended together
     * @param parkedPerProductMax how many commands wait for one product that is being loaded
     * @param loadsMax how many loads of products run at once
     * @param cachedProductsMax how many products stay in memory; at least twice as many as an order
     *     may have
     * @param cachedReservationsMax how many reservations these may have in all
     * @param commandTimeoutMs how long a command may wait before it is decided, in milliseconds
     * @param outcomeTimeoutMs how long to find out about an append whose connection was lost, in
     *     milliseconds
     * @param snapshotEveryEvents how many events of a product are between two snapshots
     * @param expirySweepMs the pause between two looks for reservations whose time is over, in
     *     milliseconds
     * @param receiptsKeptDays for how many days an idempotency key is remembered at the least
     * @param relayEventsMax how many events are sent to Kafka before their acknowledgements are
     *     waited for
     * @param relayPassMs how long at least from one publishing pass to the next, in milliseconds:
     *     an event may be published later by so much, and many cost less together
     * @param relayPollMs how long at most until the relay looks at the log, in milliseconds
     */
    public record Command(
            @Min(1_024) @Max(1_048_576) @DefaultValue("65536") int bodyBytesMax,
            @Min(65_536) @Max(67_108_864) @DefaultValue("4194304") int orderBodyBytesMax,
            @Min(1) @Max(1_000_000) @DefaultValue("10000") int queueCommandsMax,
            @Min(1) @Max(10_000) @DefaultValue("1000") int batchCommandsMax,
            @Min(1) @Max(1_000_000) @DefaultValue("2000") int parkedPerProductMax,
            @Min(1) @Max(32) @DefaultValue("4") int loadsMax,
            @Min(4_000) @Max(10_000_000) @DefaultValue("100000") int cachedProductsMax,
            @Min(1_000) @Max(100_000_000) @DefaultValue("1000000") int cachedReservationsMax,
            @Min(1) @Max(600_000) @DefaultValue("10000") long commandTimeoutMs,
            @Min(1) @Max(600_000) @DefaultValue("10000") long outcomeTimeoutMs,
            @Min(1) @Max(1_000_000) @DefaultValue("100") int snapshotEveryEvents,
            @Min(10) @Max(60_000) @DefaultValue("500") long expirySweepMs,
            @Min(1) @Max(365) @DefaultValue("7") int receiptsKeptDays,
            @Min(1) @Max(100_000) @DefaultValue("2000") int relayEventsMax,
            @Min(0) @Max(1_000) @DefaultValue("10") int relayPassMs,
            @Min(10) @Max(60_000) @DefaultValue("500") int relayPollMs) {}

    /**
     * The topic, as it is created where it does not exist.
     *
     * @param name its name
     * @param partitions how many partitions
     * @param replicationFactor how many brokers keep a copy
     * @param minInSyncReplicas how many must have a record before it is acknowledged
     */
    public record Topic(
            @NotBlank @DefaultValue("inventory.events") String name,
            @Min(1) @Max(10_000) @DefaultValue("12") int partitions,
            @Min(1) @Max(100) @DefaultValue("1") short replicationFactor,
            @Min(1) @Max(100) @DefaultValue("1") int minInSyncReplicas) {}
}
