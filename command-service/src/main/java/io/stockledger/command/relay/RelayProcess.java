package io.stockledger.command.relay;

import io.stockledger.command.eventstore.EventLogReader;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Drives the relay on a thread of its own: leads or stands by, publishes while there is something,
 * waits for a notification while there is not, and starts over after a failure.
 */
public final class RelayProcess implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RelayProcess.class);
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final Duration STOP_WAIT = Duration.ofMillis(200);

    private final EventLogReader log;
    private final RelayCheckpoint checkpoint;
    private final RelayLeadership leadership;
    private final EventTopicCreation topicCreation;
    private final Map<String, Object> producerConfig;
    private final TopicSettings topic;
    private final int eventsPerPassMax;
    private final long passNanos;
    private final int pollMs;
    private final Thread thread = Thread.ofPlatform().name("relay").unstarted(this::run);
    private @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean running;

    /**
     * A relay that is not started yet.
     *
     * @param ownConnections gives a connection of its own each time, not one of a pool
     * @param kafkaConfig how to reach the brokers
     * @param eventsPerPassMax how many events are sent before their acknowledgements are waited for
     * @param passMs how long at least from the beginning of a pass to that of the next: what comes
     *     meanwhile is published together, which costs all sides less
     * @param pollMs how long at most until the log is looked at, should a notification get lost
     */
    public RelayProcess(
            JdbcClient jdbc,
            DataSource ownConnections,
            Map<String, Object> kafkaConfig,
            TopicSettings topic,
            int eventsPerPassMax,
            int passMs,
            int pollMs) {
        this.log = new EventLogReader(jdbc);
        this.checkpoint = new RelayCheckpoint(jdbc);
        this.leadership = new RelayLeadership(ownConnections);
        this.topicCreation = new EventTopicCreation(kafkaConfig, topic);
        this.producerConfig = RelayProducerConfig.of(kafkaConfig);
        this.topic = topic;
        this.eventsPerPassMax = eventsPerPassMax;
        this.passNanos = TimeUnit.MILLISECONDS.toNanos(passMs);
        this.pollMs = pollMs;
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            // A wait for an append does not hear the interrupt, only that its connection ends.
            while (!thread.join(STOP_WAIT)) {
                leadership.abort();
            }
        } catch (SQLException e) {
            LOG.debug("The relay's connection was broken already", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops last. What it leaves unpublished, the next to lead publishes from the checkpoint. */
    @Override
    public int getPhase() {
        return -1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        try {
            while (running) {
                runUntilFailure();
                LockSupport.parkNanos(RETRY_NANOS);
            }
        } finally {
            startOver();
        }
    }

    private void runUntilFailure() {
        try {
            while (running) {
                if (!leadership.lead()) {
                    LockSupport.parkNanos(RETRY_NANOS);
                } else {
                    publish();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SQLException | DataAccessException e) {
            tell("the event store", "check that Postgres is up", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            tell("Kafka", "check that the brokers are up and the topic takes records", e);
        } catch (RuntimeException e) {
            tell("a bug", "report it", e);
        } finally {
            startOver();
        }
    }

    /** One pass, and the time until the next makes sense. */
    private void publish()
            throws InterruptedException, ExecutionException, TimeoutException, SQLException {
        long begun = System.nanoTime();
        int published = relay().relayOnce();
        if (published == 0) {
            leadership.awaitAppend(pollMs);
        } else if (published < eventsPerPassMax) {
            LockSupport.parkNanos(passNanos - (System.nanoTime() - begun));
        }
    }

    private Relay relay() throws InterruptedException, ExecutionException, TimeoutException {
        Producer<byte[], byte[]> sending = producer;
        if (sending == null) {
            topicCreation.createIfAbsent();
            sending =
                    new KafkaProducer<>(
                            producerConfig, new ByteArraySerializer(), new ByteArraySerializer());
            producer = sending;
        }
        return new Relay(log, checkpoint, sending, topic.name(), eventsPerPassMax);
    }

    private void startOver() {
        Producer<byte[], byte[]> sending = producer;
        producer = null;
        // An interrupt that is pending would cut the closing short.
        boolean interrupted = Thread.interrupted();
        if (sending != null) {
            sending.close(Duration.ZERO);
        }
        leadership.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String what, String cure, Exception e) {
        if (running) {
            LOG.warn("Publishing stopped at {} and is tried again: {} ({})", what, e, cure, e);
        }
    }
}
