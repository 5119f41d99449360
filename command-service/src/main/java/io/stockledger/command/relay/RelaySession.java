package io.stockledger.command.relay;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.metrics.CommandMetrics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * All that a leader has open: the topics, the producers, the relay, the heartbeat and the repairs.
 * It belongs to one term of the lease and to one topic. Used by one thread.
 */
final class RelaySession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    private final RelayLeadership leadership;
    private final Acknowledgements acknowledgements;
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final EventTopics topics;
    private final PublishedTopic topic;
    private final PartitionEnds ends;
    private final Relay relay;
    private final RelayHeartbeat heartbeat;
    private final Repairs repairs;
    private final RepairRequests requests;
    private @Nullable TopicTail tail;

    /** What a session needs, which stays the same while the service runs. */
    record Setup(
            JdbcClient jdbc,
            Map<String, Object> kafkaConfig,
            TopicSettings topic,
            RelayLimits limits,
            CommandMetrics metrics) {}

    /**
     * Creates the topics that are missing, compares the log with the last heartbeat, and begins to
     * send heartbeats.
     *
     * @param patience the time without any acknowledgement after which the lead is given back
     * @throws ExecutionException if Kafka refuses or does not answer
     */
    RelaySession(Setup setup, RelayLeadership leadership, Duration patience)
            throws InterruptedException, ExecutionException {
        this.leadership = leadership;
        this.acknowledgements = new Acknowledgements(patience);
        try {
            this.topics = new EventTopics(setup.kafkaConfig(), setup.topic());
            closings.push(topics::close);
            this.topic = topics.createIfAbsent();
            String name = topic.name();
            new LogComparison(new LogHead(setup.jdbc()), setup.kafkaConfig(), name)
                    .haltIfRestored();
            publishTo(new RelayCheckpoint(setup.jdbc()), setup.metrics());

            Producer<byte[], byte[]> events =
                    producer(RelayClientConfig.ofEvents(setup.kafkaConfig()));
            this.ends = new PartitionEnds(topic.partitions());
            KafkaClientMetrics eventMetrics = setup.metrics().kafkaProducer(events);
            closings.push(eventMetrics::close);
            var sender =
                    new RecordSender(
                            events, this::confirm, leadership::confirm, acknowledgements, ends);
            // After the producer, on which its thread may wait.
            closings.addLast(sender::close);
            int eventsMax = setup.limits().relayEventsMax();
            this.relay =
                    new Relay(
                            setup.jdbc(),
                            sender,
                            topic,
                            leadership.term(),
                            eventsMax,
                            this::confirm);
            this.repairs =
                    new Repairs(
                            setup.jdbc(), sender, topic, eventsMax, this::confirm, setup.metrics());
            this.requests = new RepairRequests(setup.kafkaConfig(), name);
            closings.push(requests::close);
            this.heartbeat =
                    new RelayHeartbeat(
                            producer(RelayClientConfig.ofHeartbeats(setup.kafkaConfig())),
                            topic,
                            relay::reached,
                            acknowledgements);
            this.tail = new TopicTail(setup.kafkaConfig(), topic);
            leadership.beatWith(heartbeat);
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /**
     * One pass of the relay; before the first one, the events that the topic has lost are noted for
     * repair. Returns the number of events published.
     */
    int relayOnce()
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException,
                    LogFaultException {
        confirm();
        TopicTail unread = tail;
        if (unread != null) {
            relay.stored().map(unread::missing).ifPresent(repairs::add);
            tail = null;
        }
        return relay.relayOnce();
    }

    /** One step of a repair. Returns false if there is nothing to repair. */
    boolean repairOnce()
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException {
        Relay.Reached reached = relay.reached();
        return reached != null && repairs.repairOnce(requests, reached);
    }

    /** Whether a repair request waits. */
    boolean isRepairDue() {
        return repairs.isDue() || !requests.isEmpty();
    }

    /** Whether Kafka has acknowledged a record of this session. */
    boolean isAcknowledged() {
        return acknowledgements.any();
    }

    /** The time since a heartbeat was acknowledged. Any thread may call this. */
    double heartbeatAgeSeconds() {
        return heartbeat.ageNanos() / (double) Duration.ofSeconds(1).toNanos();
    }

    @Override
    public void close() {
        leadership.beatWith(null);
        // A pending interrupt would end the closing of a producer early.
        boolean interrupted = Thread.interrupted();
        for (Runnable closing : closings) {
            try {
                closing.run();
            } catch (RuntimeException e) {
                LOG.debug("A part of the relay could not be closed in order", e);
            }
        }
        closings.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> config) {
        var opened =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        closings.push(() -> opened.close(Duration.ZERO));
        return opened;
    }

    /**
     * Confirms that this instance leads and that the topics are the same.
     *
     * @throws TopicChangedException if one of them is missing or another one, or has lost records
     */
    void confirm() throws SQLException, LeadLostException, TopicChangedException {
        leadership.lead();
        try {
            topics.confirm(topic, ends);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Publishes every event again if the topic is not the one of the checkpoint. */
    private void publishTo(RelayCheckpoint checkpoint, CommandMetrics metrics) {
        String known = checkpoint.topicId().orElse(null);
        if (topic.id().equals(known)) {
            return;
        }
        boolean again = topic.isNew() || known != null;
        long published = checkpoint.published();
        checkpoint.publishTo(topic.id(), again, leadership.term());
        if (again && published > 0) {
            metrics.relayTopicRecreated();
            LOG.warn(
                    "The topic {} is not the one to which the events up to position {} were"
                            + " published: it was deleted, or Kafka lost its data. The whole event"
                            + " log is published again",
                    topic.name(),
                    published);
        }
    }
}
