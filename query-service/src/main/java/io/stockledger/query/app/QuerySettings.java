package io.stockledger.query.app;

import io.stockledger.events.EventTopic;
import io.stockledger.http.StartRefusedException;
import io.stockledger.query.alerts.LowStockProjection;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets for the query service, beside Spring's own settings of the database, Kafka
 * and the web server. A value out of bounds refuses the start.
 */
@ConfigurationProperties("stockledger")
public record QuerySettings(
        @DefaultValue Topic topic, @DefaultValue Query query, @DefaultValue Reads reads) {

    /**
     * Where the events come from.
     *
     * @param name the topic that the command service publishes to
     */
    public record Topic(@DefaultValue(EventTopic.DEFAULT_NAME) String name) {
        public Topic {
            StartRefusedException.requireText("stockledger.topic.name", name);
        }
    }

    /**
     * The query side's own limits.
     *
     * @param groupId the consumer group that the replicas of one views database share
     * @param lagMaxMs a replica further behind is not ready, in milliseconds, 100 to a day
     * @param batchRecordsMax records in one transaction at most, 1 to 50,000
     * @param concurrency consumers in this replica, 1 to 64; each takes one connection
     * @param sessionTimeoutMs a replica not heard of for so long loses its partitions, in
     *     milliseconds, 6,000 (the least that brokers allow by default) to 300,000
     * @param retryDelayMaxMs the longest pause between two attempts at a batch, in milliseconds,
     *     200 to 60,000
     * @param progressRefreshMs the pause between two looks at the progress, in milliseconds, 10 to
     *     10,000
     * @param topicWaitMaxMs a topic not seen for so long is reported as an error, in milliseconds,
     *     0 to a day
     * @param readTimeoutMaxSeconds the longest that one query may take, in seconds, 1 to 300
     * @param retainedMs for how long a generation of a read model that no longer serves is kept, in
     *     milliseconds, 0 to 30 days; so long every batch is projected into it too
     * @param lowStockBelow an alert is open while less than this is available, 1 to 999,999; with
     *     another value than before the alerts are built anew
     * @param readDatabase where reads go instead of the service's own database, where set
     */
    public record Query(
            @DefaultValue("stockledger-query") String groupId,
            @DefaultValue("60000") long lagMaxMs,
            @DefaultValue("10000") int batchRecordsMax,
            @DefaultValue("1") int concurrency,
            @DefaultValue("6000") int sessionTimeoutMs,
            @DefaultValue("5000") long retryDelayMaxMs,
            @DefaultValue("250") long progressRefreshMs,
            @DefaultValue("60000") long topicWaitMaxMs,
            @DefaultValue("5") int readTimeoutMaxSeconds,
            @DefaultValue("86400000") long retainedMs,
            @DefaultValue("10") long lowStockBelow,
            @Nullable ReadDatabase readDatabase) {

        private static final String PREFIX = "stockledger.query.";
        private static final long DAY_MS = 86_400_000;

        public Query {
            StartRefusedException.requireText(PREFIX + "group-id", groupId);
            between("lag-max-ms", lagMaxMs, 100, DAY_MS);
            between("batch-records-max", batchRecordsMax, 1, 50_000);
            between("concurrency", concurrency, 1, 64);
            between("session-timeout-ms", sessionTimeoutMs, 6_000, 300_000);
            between("retry-delay-max-ms", retryDelayMaxMs, 200, 60_000);
            between("progress-refresh-ms", progressRefreshMs, 10, 10_000);
            between("topic-wait-max-ms", topicWaitMaxMs, 0, DAY_MS);
            between("read-timeout-max-seconds", readTimeoutMaxSeconds, 1, 300);
            between("retained-ms", retainedMs, 0, 30 * DAY_MS);
            between(
                    "low-stock-below",
                    lowStockBelow,
                    LowStockProjection.BELOW_MIN,
                    LowStockProjection.BELOW_MAX);
        }

        private static void between(String setting, long value, long min, long max) {
            StartRefusedException.requireBetween(PREFIX + setting, value, min, max);
        }
    }

    /**
     * A streaming standby of the views database, which reads are answered from.
     *
     * @param url its JDBC URL
     * @param username the role that reads, the same as of the database it follows
     * @param password its password
     */
    public record ReadDatabase(
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password) {

        private static final String PREFIX = "stockledger.query.read-database.";

        public ReadDatabase {
            StartRefusedException.requireText(PREFIX + "url", url);
            StartRefusedException.requireText(PREFIX + "username", username);
        }

        /** Never shows the password. */
        @Override
        public String toString() {
            return "ReadDatabase[" + username + " at " + url + "]";
        }
    }

    /**
     * The limits of reads from memory, of waiting reads and of streams, a replica each.
     *
     * @param cacheAgeMaxMs an answer in memory is read anew after this time, should its change have
     *     gone unheard, in milliseconds, 1 to 600,000
     * @param cacheBytesMax what the answers in memory take, about, in bytes, 0 (none are kept) to
     *     64 GiB
     * @param waitMaxMs the longest that a request may wait for a version, in milliseconds, 0 to
     *     300,000
     * @param streamsMax streams open at once, 0 to 100,000
     * @param streamBacklogMax a stream further behind than so many changes of products is dropped,
     *     1,000 to 10,000,000
     * @param streamHeartbeatMs a stream without changes says so often that it lives, in
     *     milliseconds, 10 to 300,000
     */
    public record Reads(
            @DefaultValue("10000") int cacheAgeMaxMs,
            @DefaultValue("67108864") long cacheBytesMax,
            @DefaultValue("30000") int waitMaxMs,
            @DefaultValue("5000") int streamsMax,
            @DefaultValue("100000") int streamBacklogMax,
            @DefaultValue("15000") int streamHeartbeatMs) {

        private static final String PREFIX = "stockledger.reads.";

        public Reads {
            between("cache-age-max-ms", cacheAgeMaxMs, 1, 600_000);
            between("cache-bytes-max", cacheBytesMax, 0, 64L << 30);
            between("wait-max-ms", waitMaxMs, 0, 300_000);
            between("streams-max", streamsMax, 0, 100_000);
            between("stream-backlog-max", streamBacklogMax, 1_000, 10_000_000);
            between("stream-heartbeat-ms", streamHeartbeatMs, 10, 300_000);
        }

        private static void between(String setting, long value, long min, long max) {
            StartRefusedException.requireBetween(PREFIX + setting, value, min, max);
        }
    }
}
