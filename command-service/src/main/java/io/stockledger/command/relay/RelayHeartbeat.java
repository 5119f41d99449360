package io.stockledger.command.relay;

import io.stockledger.events.EventTopic;
import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Sends a heartbeat at each beat: the head of the event log, and how far the log is published. It
 * has its own producer, and runs on the thread of the lease, so that a pass that hangs does not
 * delay it. At most one heartbeat is in flight; while Kafka does not answer, the beats send
 * nothing.
 *
 * <p>Used by the thread of the lease, except for {@link #ageNanos}.
 */
final class RelayHeartbeat implements RelayLeadership.Pulse {

    /**
     * The time is that of the beginning of the statement, so that every event whose append was
     * committed before it is seen. The event that is published next tells through which instant the
     * log is published; if its row is missing, the last published one does.
     */
    private static final String FIGURES =
            """
            SELECT h.position, statement_timestamp(), h.epoch, h.epoch_number, h.halted, p.event_id,
                   coalesce(n.occurred_at, p.occurred_at)
            FROM log_head h
            LEFT JOIN events p ON p.position = ?
            LEFT JOIN events n ON n.position = ?
            """;

    private final Producer<byte[], byte[]> producer;
    private final PublishedTopic topic;
    private final Supplier<Relay.@Nullable Reached> reached;
    private final Acknowledgements acknowledgements;
    private @Nullable Future<RecordMetadata> inFlight;
    private long waitingSinceNanos;
    private boolean waiting;
    private volatile long acknowledgedNanos = System.nanoTime();

    /** The event log at the beginning of the statement. */
    private record Figures(
            long head,
            Instant at,
            LogEpoch epoch,
            @Nullable String halted,
            @Nullable UUID publishedEventId,
            @Nullable Instant publishedThrough) {}

    /**
     * Sends to the topic of the heartbeats.
     *
     * @param reached how far the log is published; no heartbeat is sent while it is null
     */
    RelayHeartbeat(
            Producer<byte[], byte[]> producer,
            PublishedTopic topic,
            Supplier<Relay.@Nullable Reached> reached,
            Acknowledgements acknowledgements) {
        this.producer = producer;
        this.topic = topic;
        this.reached = reached;
        this.acknowledgements = acknowledgements;
    }

    @Override
    public void beat(RelayLease lease) throws SQLException, LeadLostException {
        Future<RecordMetadata> sent = inFlight;
        if (sent != null && !sent.isDone()) {
            giveUpIfOverdue();
            return;
        }
        Relay.Reached now = reached.get();
        if (now == null) {
            return;
        }
        Figures figures = figures(lease, now.positions().position());
        if (!figures.epoch().equals(now.epoch())) {
            // The relay learns of the new epoch in its next pass.
            return;
        }
        giveUpIfOverdue();
        if (!lease.isHeld()) {
            return;
        }
        send(heartbeat(figures, now.positions(), lease.term()));
    }

    /** The time since a heartbeat was acknowledged. Any thread may call this. */
    long ageNanos() {
        return System.nanoTime() - acknowledgedNanos;
    }

    private void send(Heartbeat heartbeat) {
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = System.nanoTime();
        }
        var record =
                new ProducerRecord<byte[], byte[]>(
                        EventTopic.heartbeatTopic(topic.name()), 0, null, heartbeat.toJson());
        try {
            inFlight =
                    producer.send(
                            record,
                            (metadata, exception) -> {
                                acknowledgements.onCompletion(metadata, exception);
                                if (exception == null) {
                                    acknowledgedNanos = System.nanoTime();
                                }
                            });
        } catch (KafkaException _) {
            // The heartbeat stays unacknowledged; giveUpIfOverdue ends the lead in time.
            inFlight = null;
        }
    }

    private void giveUpIfOverdue() throws LeadLostException {
        if (waiting && acknowledgedNanos - waitingSinceNanos >= 0) {
            waiting = false;
        }
        if (waiting && acknowledgements.areOverdue(waitingSinceNanos)) {
            String message =
                    "Kafka has acknowledged nothing for "
                            + acknowledgements.patience().toSeconds()
                            + " s";
            throw new LeadLostException(message, new TimeoutException(message));
        }
    }

    private Heartbeat heartbeat(Figures figures, LastPositions positions, long term) {
        Instant through = figures.publishedThrough();
        boolean complete = positions.position() >= figures.head();
        return new Heartbeat(
                figures.epoch(),
                term,
                topic.id(),
                figures.head(),
                positions.position(),
                figures.publishedEventId(),
                figures.at(),
                complete || through == null || through.isAfter(figures.at())
                        ? figures.at()
                        : through,
                positions.toList(),
                figures.halted());
    }

    private static Figures figures(RelayLease lease, long published) throws SQLException {
        try (PreparedStatement statement = lease.connection().prepareStatement(FIGURES)) {
            statement.setLong(1, published);
            statement.setLong(2, published + 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                OffsetDateTime through = row.getObject(7, OffsetDateTime.class);
                return new Figures(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        new LogEpoch(row.getObject(3, UUID.class), row.getInt(4)),
                        row.getString(5),
                        row.getObject(6, UUID.class),
                        through == null ? null : through.toInstant());
            }
        }
    }
}
