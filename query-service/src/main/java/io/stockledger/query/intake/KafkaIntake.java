package io.stockledger.query.intake;

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
import java.util.List;
import java.util.Map;

/**
 * Consumes the topic as a member of the service's group, from when the topic is first seen until
 * the service stops. A poll's records are one batch. Offsets are committed to Kafka after the
 * transaction in the database, once a second and where partitions are given up: a batch that is
 * taken in again changes nothing, and a commit for each would cost as much as the batch. A batch
 * that fails is tried again until it succeeds: nothing is ever skipped.
 */
public final class KafkaIntake implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);
    private static final long RETRY_DELAY_MS_FIRST = 200;
    private static final long STOP_MS_MAX = 5_000;
    private static final long OFFSETS_COMMITTED_EVERY_MS = 1_000;

    /**
     * What the intake is told by the service's settings.
     *
     * @param name what its threads are called
     * @param topic the topic's name
     * @param groupId the consumer group that the replicas share
     * @param concurrency how many consumers this replica runs, from 1
     * @param retryDelayMsMax the longest pause between two attempts at the same batch
     */
    public record Options(
            String name, String topic, String groupId, int concurrency, long retryDelayMsMax) {}

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final BatchProjector projector;
    private final IntakeMetrics metrics;
    private final Options options;

    private boolean running;
    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;

    public KafkaIntake(
            ConsumerFactory<byte[], byte[]> consumers,
            BatchProjector projector,
            IntakeMetrics metrics,
            Options options) {
        this.consumers = consumers;
        this.projector = projector;
        this.metrics = metrics;
        this.options = options;
    }

    /** Tells the intake that the topic is there; the first time, consuming begins. */
    public synchronized void topicSeen(String topicId) {
        if (!running || container != null) {
            return;
        }
        var properties = new ContainerProperties(options.topic());
        properties.setGroupId(options.groupId());
        properties.setAckMode(ContainerProperties.AckMode.TIME);
        properties.setAckTime(OFFSETS_COMMITTED_EVERY_MS);
        properties.setSyncCommits(true);
        properties.setShutdownTimeout(STOP_MS_MAX);
        properties.setMessageListener(
                (BatchMessageListener<byte[], byte[]>) records -> take(records, topicId));
        properties.setConsumerRebalanceListener(new StartOffsets(projector, topicId));
        var started = new ConcurrentMessageListenerContainer<>(consumers, properties);
        started.setBeanName(options.name());
        started.setConcurrency(options.concurrency());
        started.setCommonErrorHandler(neverSkipping());
        started.start();
        container = started;
        LOG.info("Consuming topic {} as group {}", options.topic(), options.groupId());
    }

    private DefaultErrorHandler neverSkipping() {
        var backOff = new ExponentialBackOff(RETRY_DELAY_MS_FIRST, 2);
        backOff.setMaxInterval(options.retryDelayMsMax());
        var handler = new DefaultErrorHandler(backOff);
        handler.setClassifications(Map.of(), true);
        return handler;
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> records, String topicId) {
        long startNanos = System.nanoTime();
        try {
            Map<String, Integer> applied = projector.project(records, topicId);
            metrics.projected(records.size(), applied, System.nanoTime() - startNanos);
        } catch (SQLException e) {
            metrics.failed();
            LOG.warn(
                    "A batch of {} records could not be projected and will be tried again: {}",
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
    public void stop() {
        ConcurrentMessageListenerContainer<byte[], byte[]> stopping;
        synchronized (this) {
            running = false;
            stopping = container;
            container = null;
        }
        if (stopping != null) {
            stopping.stop();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** Tells the container that the batch has to be tried again. */
    private static final class BatchFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BatchFailedException(SQLException cause) {
            super("the batch could not be projected", cause);
        }
    }
}
