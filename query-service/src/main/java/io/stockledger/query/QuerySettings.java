package io.stockledger.query;

import io.stockledger.events.EventTopic;
import io.stockledger.http.StartRefusedException;
import io.stockledger.query.alerts.LowStockProjection;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets for the query service, beside Spring's own settings of the database, Kafka
 * and the web server. A value out of bounds refuses the start.
 */
@ConfigurationProperties("stockledger")
public record QuerySettings(@DefaultValue Topic topic, @DefaultValue Query query) {

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
     */
    public record Query(
            @DefaultValue("stockledger-query") String groupId,
            @DefaultValue("60000") long lagMaxMs,
            @DefaultValue("5000") int batchRecordsMax,
            @DefaultValue("1") int concurrency,
            @DefaultValue("6000") int sessionTimeoutMs,
            @DefaultValue("5000") long retryDelayMaxMs,
            @DefaultValue("250") long progressRefreshMs,
            @DefaultValue("60000") long topicWaitMaxMs,
            @DefaultValue("5") int readTimeoutMaxSeconds,
            @DefaultValue("86400000") long retainedMs,
            @DefaultValue("10") long lowStockBelow) {

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
}
