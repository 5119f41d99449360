package io.stockledger.query.progress;

import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.transport.Peer;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads the heartbeats of the relay from the last one on, on its own thread and without a consumer
 * group. Thread-safe.
 *
 * <p>If nothing is received for {@value #SILENCE_MS_MAX} ms, or Kafka fails, it begins again with a
 * new consumer. It therefore survives a topic that is missing, deleted or created again, and a
 * Kafka that is lost.
 */
public final class HeartbeatReader implements SmartLifecycle {

    static final long SILENCE_MS_MAX = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REQUEST_MAX = Duration.ofMillis(2_500);
    private static final long PAUSE_MS = 250;
    private static final long STOP_MS_MAX = 3_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Peer kafka;
    private final TopicPartition partition;
    private final Heartbeats heartbeats;

    private boolean available = true;
    private boolean refusalLogged;
    private boolean readable = true;
    private volatile boolean running;
    private volatile @Nullable Consumer<byte[], byte[]> open;
    private @Nullable Thread thread;

    /**
     * @param consumers makes a consumer that is in no group and continues at the end of a partition
     *     whose offset does not exist
     * @param kafka explains why a connection is refused
     * @param topic the topic of the events
     */
    public HeartbeatReader(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Peer kafka,
            String topic,
            Heartbeats heartbeats) {
        this.consumers = consumers;
        this.kafka = kafka;
        this.partition = new TopicPartition(EventTopic.heartbeatTopic(topic), 0);
        this.heartbeats = heartbeats;
    }

    private void read() {
        while (running) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                open = consumer;
                readUntilSilent(consumer);
            } catch (WakeupException e) {
                LOG.debug("The reader of the heartbeats ends");
            } catch (KafkaException e) {
                logUnavailable(e);
                pause();
            } finally {
                open = null;
            }
        }
    }

    private void readUntilSilent(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), REQUEST_MAX).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(0, end - 1));
        long heardAt = System.nanoTime();
        while (running && System.nanoTime() - heardAt < SILENCE_MS_MAX * 1_000_000) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                heardAt = System.nanoTime();
                receive(record, heardAt);
            }
        }
    }

    private void receive(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        if (!available) {
            available = true;
            refusalLogged = false;
            LOG.info("Heartbeats of the relay are received again");
        }
        try {
            byte[] value = record.value();
            heartbeats.receive(Heartbeat.ofJson(value == null ? new byte[0] : value), nowNanos);
            readable = true;
        } catch (UnreadableEventException e) {
            if (readable) {
                LOG.warn(
                        "Cannot read the heartbeat at offset {} of {}: {}. It is ignored",
                        record.offset(),
                        partition.topic(),
                        e.getMessage());
            }
            readable = false;
        }
    }

    /** A refusal is logged even if the connection timed out before. */
    private void logUnavailable(KafkaException e) {
        String refusal = refusalLogged ? null : kafka.explain(e);
        if (running && (available || refusal != null)) {
            LOG.warn(
                    "No heartbeats of the relay, and the lag grows until they are received: {}",
                    refusal == null
                            ? e.getMessage()
                                    + ". Start Kafka and the command service, which creates topic "
                                    + partition.topic()
                            : refusal);
        }
        available = false;
        refusalLogged |= refusal != null;
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("heartbeats").daemon().start(this::read);
    }

    @Override
    public synchronized void stop() {
        running = false;
        Consumer<byte[], byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread != null) {
            try {
                thread.join(STOP_MS_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
