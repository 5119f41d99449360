package io.stockledger.command.relay;

import io.stockledger.events.EventTopic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The three topics: that of the events, that of the heartbeats and that of the repair requests. The
 * relay creates those that do not exist, and learns within about 2 seconds that one was deleted.
 *
 * <p>The records of events are kept for ever and never compacted, since they are the history. Those
 * of the other topics are kept for a day.
 *
 * <p>Used by one thread.
 */
final class EventTopics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventTopics.class);
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final long AGAIN_NANOS = Duration.ofMillis(50).toNanos();
    private static final String DAY_MS = Long.toString(Duration.ofDays(1).toMillis());

    private final TopicSettings settings;
    private final List<String> names;
    private final Admin admin;
    private @Nullable Look look;
    private long lookedNanos;

    /** What the brokers are asked at one moment, and what they had acknowledged until then. */
    private record Look(
            Map<String, KafkaFuture<TopicDescription>> topics,
            ListOffsetsResult ends,
            List<Long> acknowledged) {

        boolean isDone() {
            return topics.values().stream().allMatch(KafkaFuture::isDone) && ends.all().isDone();
        }
    }

    /** Talks to the brokers of that configuration. */
    EventTopics(Map<String, Object> kafkaConfig, TopicSettings settings) {
        this.settings = settings;
        this.names =
                List.of(
                        settings.name(),
                        EventTopic.heartbeatTopic(settings.name()),
                        EventTopic.repairTopic(settings.name()));
        this.admin = Admin.create(RelayClientConfig.ofAdmin(kafkaConfig));
    }

    /**
     * Creates the topics that do not exist.
     *
     * @return the topic of the events
     * @throws ExecutionException if the brokers refuse, or do not answer within 5 seconds
     */
    PublishedTopic createIfAbsent() throws InterruptedException, ExecutionException {
        boolean isNew = false;
        lookedNanos = System.nanoTime();
        for (String name : names) {
            boolean created = create(name);
            isNew |= created && name.equals(settings.name());
        }
        TopicDescription described = describe();
        return new PublishedTopic(
                settings.name(),
                described.topicId().toString(),
                described.partitions().size(),
                isNew);
    }

    /**
     * Looks at the topics every second, without waiting for the brokers.
     *
     * @param known the topic that {@link #createIfAbsent} returned
     * @param ends what the brokers have acknowledged
     * @throws TopicChangedException if a topic is missing or another one, or has lost records; a
     *     look without an answer changes nothing
     */
    void confirm(PublishedTopic known, PartitionEnds ends)
            throws InterruptedException, TopicChangedException {
        Look answers = look;
        if (answers == null) {
            if (System.nanoTime() - lookedNanos > LOOK_EVERY.toNanos()) {
                look =
                        new Look(
                                admin.describeTopics(names).topicNameValues(),
                                admin.listOffsets(latest(known)),
                                ends.toList());
            }
            return;
        }
        if (!answers.isDone()) {
            return;
        }
        look = null;
        lookedNanos = System.nanoTime();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer :
                answers.topics().entrySet()) {
            String difference = difference(known, answer.getKey(), answer.getValue());
            if (difference != null) {
                throw new TopicChangedException(difference);
            }
        }
        for (TopicPartition partition : latest(known).keySet()) {
            long acknowledged = answers.acknowledged().get(partition.partition());
            long end = end(answers.ends().partitionResult(partition), acknowledged);
            if (end < acknowledged) {
                throw PartitionEnds.loss(partition.partition(), end, acknowledged);
            }
        }
    }

    private static Map<TopicPartition, OffsetSpec> latest(PublishedTopic known) {
        var partitions = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < known.partitions(); partition++) {
            partitions.put(new TopicPartition(known.name(), partition), OffsetSpec.latest());
        }
        return partitions;
    }

    private static long end(KafkaFuture<ListOffsetsResultInfo> answer, long otherwise)
            throws InterruptedException {
        try {
            return answer.get().offset();
        } catch (ExecutionException e) {
            LOG.debug("The end of a partition is unknown", e);
            return otherwise;
        }
    }

    private static @Nullable String difference(
            PublishedTopic known, String name, KafkaFuture<TopicDescription> answer)
            throws InterruptedException {
        TopicDescription topic;
        try {
            topic = answer.get();
        } catch (ExecutionException e) {
            return isMissing(e) ? "The topic " + name + " is missing" : null;
        }
        if (!name.equals(known.name())) {
            return null;
        }
        if (!topic.topicId().toString().equals(known.id())) {
            return "The topic " + name + " was deleted and created again";
        }
        return topic.partitions().size() == known.partitions()
                ? null
                : "The topic %s has %d partitions now".formatted(name, topic.partitions().size());
    }

    @Override
    public void close() {
        // A close without a limit waits for the pending calls, even if this thread is interrupted.
        admin.close(Duration.ZERO);
    }

    private boolean create(String name) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic(name))).all().get();
            LOG.info("Created the topic {}", name);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private NewTopic topic(String name) {
        boolean ofEvents = name.equals(settings.name());
        return new NewTopic(
                        name, ofEvents ? settings.partitions() : 1, settings.replicationFactor())
                .configs(
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG,
                                ofEvents ? "-1" : DAY_MS,
                                TopicConfig.RETENTION_BYTES_CONFIG,
                                "-1",
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                Integer.toString(settings.minInSyncReplicas())));
    }

    /** The topic of the events; a broker may learn of a new topic a moment later. */
    private TopicDescription describe() throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            try {
                return admin.describeTopics(List.of(settings.name()))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next()
                        .get();
            } catch (ExecutionException e) {
                if (!isMissing(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    private static boolean isMissing(ExecutionException e) {
        return e.getCause() instanceof UnknownTopicOrPartitionException;
    }
}
