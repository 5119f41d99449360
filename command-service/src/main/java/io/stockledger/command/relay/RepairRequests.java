package io.stockledger.command.relay;

import io.stockledger.events.EventTopic;
import io.stockledger.events.RepairRequest;
import io.stockledger.events.UnreadableEventException;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the repair requests of the replicas on a thread of its own, from the moment at which this
 * object is made. Earlier requests are repeated if they are still needed, and so are those that the
 * bounded queue does not take.
 */
final class RepairRequests implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepairRequests.class);
    private static final int WAITING_MAX = 1_000;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final BlockingQueue<RepairRequest> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final RepeatedFailure failure = new RepeatedFailure();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Reads with a consumer of that configuration. It waits up to 5 seconds for the brokers; if
     * they do not answer, requests are read from the first successful poll on, and events are
     * published without them.
     */
    RepairRequests(Map<String, Object> kafkaConfig, String topic) {
        this.consumer =
                new KafkaConsumer<>(
                        RelayClientConfig.ofReads(kafkaConfig, "repairs"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        var partition = new TopicPartition(EventTopic.repairTopic(topic), 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        try {
            // The consumer would look up the end at its first poll only, and miss the requests
            // that are sent until then.
            consumer.position(partition);
        } catch (KafkaException e) {
            LOG.debug("The end of the repair requests is looked up at the first poll", e);
        }
        this.thread = Thread.ofPlatform().daemon().name("relay-repairs").start(this::run);
    }

    /** The next request; null if no request waits. Any thread may call this. */
    @Nullable RepairRequest next() {
        return waiting.poll();
    }

    /** Whether no request waits. Any thread may call this. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            readOnce();
        }
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            LOG.debug("The consumer of the repair requests could not be closed in order", e);
        }
    }

    private void readOnce() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                read(record);
            }
            failure.end();
        } catch (WakeupException e) {
            LOG.trace("Woken by close", e);
        } catch (KafkaException e) {
            if (failure.note("repair requests")) {
                LOG.warn(
                        "The repair requests of the replicas cannot be read; that is tried again"
                                + " every second: {}",
                        e.toString());
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (!waiting.offer(RepairRequest.ofJson(value))) {
                LOG.debug("Too many repair requests wait; this one has to be repeated");
            }
        } catch (UnreadableEventException e) {
            if (failure.note("unreadable")) {
                LOG.warn(
                        "Ignored the record at offset {} of the topic {}, which is not a repair"
                                + " request: {}",
                        record.offset(),
                        record.topic(),
                        e.getMessage());
            }
        }
    }
}
