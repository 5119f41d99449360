package io.stockledger.query.app;

import io.stockledger.events.EventTopic;
import io.stockledger.http.HttpLimits;
import io.stockledger.query.alerts.LowStockProjection;
import io.stockledger.query.console.ConsoleSettings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The query service's own settings, {@code stockledger.*}, beside Spring's settings of the
 * database, Kafka and the web server. A value out of bounds stops the start.
 */
@Validated
@ConfigurationProperties("stockledger")
record QueryServiceSettings(
        @Valid @DefaultValue Topic topic,
        @Valid @DefaultValue Query query,
        @Valid @DefaultValue Reads reads,
        @Valid @DefaultValue Exports exports,
        @Valid @DefaultValue HttpLimits http,
        @Valid @DefaultValue ConsoleSettings console,
        @Valid @DefaultValue Verification verification) {

    private static final long DAY_MS = 86_400_000;

    /**
     * The source of the events.
     *
     * @param name the topic that the command service publishes to
     */
    record Topic(@NotBlank @DefaultValue(EventTopic.DEFAULT_NAME) String name) {}

    /**
     * The settings of the intake and of the read models.
     *
     * @param groupId the consumer group that the replicas of one views database share
     * @param lagMaxMs the lag above which a replica is not ready, in milliseconds
     * @param batchRecordsMax the number of records in one transaction
     * @param concurrency the number of consumers in this replica; each takes one connection
     * @param sessionTimeoutMs the time after which a silent replica loses its partitions, in
     *     milliseconds; the minimum is the least that brokers allow by default
     * @param retryDelayMaxMs the longest pause between two attempts at a batch, in milliseconds
     * @param progressRefreshMs the pause between two reads of the progress, in milliseconds
     * @param topicWaitMaxMs the time after which a missing topic is logged as an error, in
     *     milliseconds
     * @param readTimeoutMaxSeconds the longest time of one query, in seconds
     * @param retainedMs the time for which a generation is retained after it has stopped serving,
     *     in milliseconds; until then every batch is projected into it too
     * @param lowStockBelow an alert is open while the available quantity is below this; another
     *     value than before builds the alerts from the beginning of the topic
     * @param deadLettersMax the number of dead letters that are kept; beyond it, the oldest are
     *     removed
     * @param readDatabase the database that answers reads; if absent, the service's own
     */
    record Query(
            @NotBlank @DefaultValue("stockledger-query") String groupId,
            @Min(100) @Max(DAY_MS) @DefaultValue("60000") long lagMaxMs,
            @Min(1) @Max(50_000) @DefaultValue("10000") int batchRecordsMax,
            @Min(1) @Max(64) @DefaultValue("1") int concurrency,
            @Min(6_000) @Max(300_000) @DefaultValue("6000") int sessionTimeoutMs,
            @Min(200) @Max(60_000) @DefaultValue("5000") long retryDelayMaxMs,
            @Min(10) @Max(10_000) @DefaultValue("250") long progressRefreshMs,
            @Min(0) @Max(DAY_MS) @DefaultValue("60000") long topicWaitMaxMs,
            @Min(1) @Max(300) @DefaultValue("5") int readTimeoutMaxSeconds,
            @Min(0) @Max(30 * DAY_MS) @DefaultValue("86400000") long retainedMs,
            @Min(LowStockProjection.BELOW_MIN)
                    @Max(LowStockProjection.BELOW_MAX)
                    @DefaultValue("10")
                    long lowStockBelow,
            @Min(1) @Max(1_000_000) @DefaultValue("10000") int deadLettersMax,
            @Valid @Nullable ReadDatabase readDatabase) {}

    /**
     * A streaming standby of the views database, which answers reads.
     *
     * @param url its JDBC URL
     * @param username the role that reads; a standby has the roles of its primary
     * @param password the password of the role
     */
    record ReadDatabase(
            @NotBlank @DefaultValue("") String url,
            @NotBlank @DefaultValue("") String username,
            @DefaultValue("") String password) {

        /** Never shows the password. */
        @Override
        public String toString() {
            return "ReadDatabase[" + username + " at " + url + "]";
        }
    }

    /**
     * The limits of the inventory cache, of waiting reads and of streams, for one replica.
     *
     * @param cacheAgeMaxMs the age at which an answer in memory is read again, in case its
     *     notification was lost, in milliseconds
     * @param cacheBytesMax the approximate memory for answers, in bytes; 0 keeps none
     * @param waitMaxMs the longest time that a request may wait for a version, in milliseconds
     * @param streamsMax the number of streams that are open at once
     * @param streamBacklogMax a stream that is further behind than this number of changed products
     *     is closed
     * @param streamHeartbeatMs the heartbeat interval of a stream, in milliseconds
     */
    record Reads(
            @Min(1) @Max(600_000) @DefaultValue("10000") int cacheAgeMaxMs,
            @Min(0) @Max(64L << 30) @DefaultValue("67108864") long cacheBytesMax,
            @Min(0) @Max(300_000) @DefaultValue("30000") int waitMaxMs,
            @Min(0) @Max(100_000) @DefaultValue("5000") int streamsMax,
            @Min(1_000) @Max(10_000_000) @DefaultValue("100000") int streamBacklogMax,
            @Min(10) @Max(300_000) @DefaultValue("15000") int streamHeartbeatMs) {}

    /**
     * The limits of exports, for one replica.
     *
     * @param runningMax the number of exports that run at once; each takes one connection
     * @param stallMaxMs the time in which the caller has to take the next 32 KiB, in milliseconds;
     *     the maximum is the time after which the web server closes an idle connection
     * @param durationMaxMs the longest duration of an export, in milliseconds; until its end, rows
     *     that have changed since its beginning are not removed from the tables
     */
    record Exports(
            @Min(1) @Max(64) @DefaultValue("4") int runningMax,
            @Min(100) @Max(60_000) @DefaultValue("30000") int stallMaxMs,
            @Min(1_000) @Max(DAY_MS) @DefaultValue("900000") long durationMaxMs) {}

    /**
     * The verification of the read models in the background, in each replica.
     *
     * @param pauseMs the pause between two passes, in milliseconds
     * @param productsMax the number of products that one pass verifies
     * @param eventsMax a pass ends at the product with which it has folded more events than this
     */
    record Verification(
            @Min(100) @Max(DAY_MS) @DefaultValue("60000") long pauseMs,
            @Min(1) @Max(100_000) @DefaultValue("1000") int productsMax,
            @Min(1) @Max(10_000_000) @DefaultValue("50000") int eventsMax) {}
}
