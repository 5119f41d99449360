package io.stockledger.query.intake;

import io.stockledger.query.generations.UnknownEpochException;
import io.stockledger.query.metrics.QueryMetrics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Consumes the topic as a member of a consumer group, from the moment that the topic exists until
 * the service stops. The records of a poll are one batch. Offsets are committed to Kafka after the
 * database transaction, once a second and when the replica gives up partitions: a batch that is
 * received again changes nothing, and a commit for each batch would cost as much as the batch
 * itself. A batch that fails is repeated until it succeeds, so no record is skipped. Thread-safe.
 */
public final class KafkaIntake implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);
    private static final long RETRY_DELAY_MS_FIRST = 200;
    private static final long STOP_MS_MAX = 5_000;
    private static final long COMMIT_INTERVAL_MS = 1_000;
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(5);

    /**
     * The options of an intake.
     *
     * @param name the name of its threads
     * @param topic the name of the topic
     * @param groupId the consumer group that the replicas share
     * @param concurrency the number of consumers of this replica, from 1
     * @param retryDelayMsMax the longest pause between two attempts at a batch, in milliseconds
     */
    public record Options(
            String name, String topic, String groupId, int concurrency, long retryDelayMsMax) {}

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final BatchProjector projector;
    private final QueryMetrics metrics;
    private final Options options;

    private boolean running;
    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private @Nullable String consumedTopicId;

    public KafkaIntake(
            ConsumerFactory<byte[], byte[]> consumers,
            BatchProjector projector,
            QueryMetrics metrics,
            Options options) {
        this.consumers = consumers;
        this.projector = projector;
        this.metrics = metrics;
        this.options = options;
    }

    /**
     * Starts consuming the topic, which exists, unless the intake is stopped or consumes already. A
     * topic of another id is consumed by new consumers, since the offsets of the old ones are not
     * offsets of this topic.
     *
     * @param topicId the id that the broker gave the topic
     */
    public synchronized void startConsuming(String topicId) {
        if (container != null && !topicId.equals(consumedTopicId)) {
            LOG.warn(
                    "Topic {} was created again: its id is {} instead of {}. It is consumed from"
                            + " its beginning",
                    options.topic(),
                    topicId,
                    consumedTopicId);
            stopConsuming();
        }
        if (!running || container != null) {
            return;
        }
        consumedTopicId = topicId;
        var properties = new ContainerProperties(options.topic());
        properties.setGroupId(options.groupId());
        properties.setAckMode(ContainerProperties.AckMode.TIME);
        properties.setAckTime(COMMIT_INTERVAL_MS);
        properties.setSyncCommits(true);
        properties.setShutdownTimeout(STOP_MS_MAX);
        // Without it a consumer whose login or certificate is refused ends for good.
        properties.setAuthExceptionRetryInterval(REFUSED_PAUSE);
        properties.setMessageListener(
                (BatchMessageListener<byte[], byte[]>) records -> project(records, topicId));
        properties.setConsumerRebalanceListener(new StartOffsetListener(projector, topicId));
        var started = new ConcurrentMessageListenerContainer<>(consumers, properties);
        started.setBeanName(options.name());
        started.setConcurrency(options.concurrency());
        started.setCommonErrorHandler(unlimitedRetries());
        started.start();
        container = started;
        LOG.info("Consuming topic {} as group {}", options.topic(), options.groupId());
    }

    /** Stops consuming until the next start, because the topic does not exist. */
    public synchronized void stopConsuming() {
        if (container != null) {
            container.stop();
            container = null;
            LOG.info("Stopped consuming topic {}", options.topic());
        }
    }

    private DefaultErrorHandler unlimitedRetries() {
        var backOff = new ExponentialBackOff(RETRY_DELAY_MS_FIRST, 2);
        backOff.setMaxInterval(options.retryDelayMsMax());
        var handler = new DefaultErrorHandler(backOff);
        handler.setClassifications(Map.of(), true);
        return handler;
    }

    private void project(List<ConsumerRecord<byte[], byte[]>> records, String topicId) {
        long startNanos = System.nanoTime();
        try {
            Map<String, Integer> applied = projector.project(records, topicId);
            metrics.batchProjected(
                    records.size(), applied, Duration.ofNanos(System.nanoTime() - startNanos));
        } catch (SQLException | UnknownEpochException e) {
            metrics.batchFailed();
            LOG.warn(
                    "Cannot project a batch of {} records: {}. The batch is repeated",
                    records.size(),
                    e.getMessage());
            throw new BatchFailedException(e);
        }
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopConsuming();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** Makes the container repeat the batch. */
    private static final class BatchFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BatchFailedException(Exception cause) {
            super("the batch was not projected", cause);
        }
    }
}
