package io.stockledger.query.progress;

import io.stockledger.events.EventTopic;
import io.stockledger.events.RepairRequest;
import io.stockledger.query.metrics.QueryMetrics;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends the requests for missing events to the relay. A request that is lost is sent again while
 * the events are missing. For one thread.
 */
public final class RepairRequests {

    private static final Logger LOG = LoggerFactory.getLogger(RepairRequests.class);

    private final ProgressWatch watch;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final QueryMetrics metrics;
    private final RepairSchedule schedule = new RepairSchedule();
    private @Nullable Producer<byte[], byte[]> producer;

    /**
     * @param producers makes a producer, which is needed only if events are missing
     * @param topic the topic of the events
     */
    public RepairRequests(
            ProgressWatch watch,
            Supplier<Producer<byte[], byte[]>> producers,
            String topic,
            QueryMetrics metrics) {
        this.watch = watch;
        this.producers = producers;
        this.topic = EventTopic.repairTopic(topic);
        this.metrics = metrics;
    }

    /** Sends the requests that are due. */
    public void sendOnce() {
        List<RepairRequest> due = schedule.due(watch.missing(), System.nanoTime());
        if (due.isEmpty()) {
            return;
        }
        if (producer == null) {
            producer = producers.get();
        }
        for (RepairRequest request : due) {
            var _ = producer.send(new ProducerRecord<>(topic, request.toJson()), this::sent);
        }
    }

    private void sent(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure == null) {
            metrics.repairRequested();
        } else {
            LOG.warn(
                    "Cannot ask the relay for missing events: {}. The request is repeated",
                    failure.getMessage());
        }
    }

    /** Ends the sending. */
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
