package io.stockledger.command.relay;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.metrics.CommandMetrics;

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
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Runs the relay on its own thread, from {@link #start} to {@link #stop}.
 *
 * <p><b>Standby.</b> An instance that does not lead tries to take the lead once a second ({@link
 * RelayLeadership}). It does nothing else.
 *
 * <p><b>Leader.</b> The leader runs one pass after another ({@link Relay#relayOnce}). Before each
 * pass, and twice a second during a pass, it confirms that it still leads. The pause before the
 * next pass depends on the number of events that the pass published:
 *
 * <ul>
 *   <li>none: until the notification of an append arrives, or for {@code relay-poll-ms};
 *   <li>fewer than {@code relay-events-max}: until {@code relay-pass-ms} after the beginning of the
 *       pass, so that events that arrive close together are published together;
 *   <li>{@code relay-events-max}: none.
 * </ul>
 *
 * <p><b>Failure.</b> After any failure the instance closes its producer and its connection, which
 * ends its lead, and begins again as a standby a second later. An instance that loses its lead
 * during a pass stops before the next one. Until then a new leader may publish the same events.
 * This is harmless: only one of the two moves the checkpoint, and consumers ignore an event whose
 * sequence number they have applied.
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
    private final RelayLimits limits;
    private final CommandMetrics metrics;
    private final Thread thread = Thread.ofPlatform().name("relay").unstarted(this::run);
    private @Nullable OpenRelay relay;
    private volatile boolean running;

    /** A relay with the producer that it publishes with, and the metrics of that producer. */
    private record OpenRelay(
            Relay relay, Producer<byte[], byte[]> producer, KafkaClientMetrics producerMetrics) {

        void close() {
            producerMetrics.close();
            producer.close(Duration.ZERO);
            relay.close();
        }
    }

    /**
     * A relay that is not started yet.
     *
     * @param ownConnections opens a new connection each time; not a pool
     * @param kafkaConfig the addresses of the brokers, and all other Kafka settings of the operator
     */
    public RelayProcess(
            JdbcClient jdbc,
            DataSource ownConnections,
            Map<String, Object> kafkaConfig,
            TopicSettings topic,
            RelayLimits limits,
            CommandMetrics metrics) {
        this.log = new EventLogReader(jdbc);
        this.checkpoint = new RelayCheckpoint(jdbc);
        this.leadership = new RelayLeadership(ownConnections);
        this.topicCreation = new EventTopicCreation(kafkaConfig, topic);
        this.producerConfig = RelayProducerConfig.of(kafkaConfig);
        this.topic = topic;
        this.limits = limits;
        this.metrics = metrics;
        metrics.relayLeading(leadership::isLeading);
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
            // A wait for an append ignores the interrupt; it ends when its connection is closed.
            while (!thread.join(STOP_WAIT)) {
                leadership.abort();
            }
        } catch (SQLException e) {
            LOG.debug("The connection of the relay's lock was already broken", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops last. The next leader continues after the checkpoint. */
    @Override
    public int getPhase() {
        return -1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Whether this instance publishes the event log. */
    boolean isLeading() {
        return leadership.isLeading();
    }

    private void run() {
        while (running) {
            runUntilFailure();
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private void runUntilFailure() {
        try {
            while (running) {
                if (leadership.lead()) {
                    publish();
                } else {
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SQLException | DataAccessException e) {
            logFailure("The event store failed", "check that Postgres is up", e);
        } catch (ExecutionException | KafkaException e) {
            logFailure(
                    "Kafka failed",
                    "check that the brokers are up and the topic accepts records",
                    e);
        } catch (RuntimeException e) {
            logFailure("Unexpected error", "report it", e);
        } finally {
            closeAll();
        }
    }

    /** One pass, and the pause after it. */
    private void publish() throws InterruptedException, ExecutionException, SQLException {
        long begun = System.nanoTime();
        int published = relay().relayOnce();
        if (published == 0) {
            leadership.awaitAppend(limits.relayPollMs());
        } else if (published < limits.relayEventsMax()) {
            long passNanos = TimeUnit.MILLISECONDS.toNanos(limits.relayPassMs());
            LockSupport.parkNanos(passNanos - (System.nanoTime() - begun));
        }
    }

    private Relay relay() throws InterruptedException, ExecutionException {
        OpenRelay open = relay;
        if (open == null) {
            topicCreation.createIfAbsent();
            open = openRelay();
            relay = open;
        }
        return open.relay();
    }

    private OpenRelay openRelay() {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        producerConfig, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            KafkaClientMetrics producerMetrics = metrics.kafkaProducer(producer);
            var opened =
                    new Relay(
                            log,
                            checkpoint,
                            producer,
                            topic.name(),
                            limits.relayEventsMax(),
                            leadership::confirm);
            return new OpenRelay(opened, producer, producerMetrics);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private void closeAll() {
        OpenRelay open = relay;
        relay = null;
        // A pending interrupt would end the closing of the producer early.
        boolean interrupted = Thread.interrupted();
        if (open != null) {
            open.close();
        }
        leadership.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void logFailure(String failure, String action, Exception e) {
        if (running) {
            LOG.warn("{}; publishing begins again in a second: {} ({})", failure, e, action, e);
        }
    }
}
