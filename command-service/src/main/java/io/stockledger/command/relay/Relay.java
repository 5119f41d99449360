package io.stockledger.command.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.eventstore.StoredEvent;
import io.stockledger.events.LogEpoch;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Publishes the events after the checkpoint, one pass per call. The checkpoint moves only after the
 * broker has acknowledged every record of a pass: a crash can publish an event twice, but never
 * skips one.
 *
 * <p><b>What may be published.</b> Only events whose positions follow the checkpoint without a gap
 * and do not pass the head of the log. Anything else was removed or added by hand, and ends the
 * pass with a {@link LogFaultException}; the events before the fault are published.
 *
 * <p><b>The chain.</b> Each record names the position of the event before it in the same partition.
 * The relay keeps the last position of each partition; at the beginning, and when the checkpoint
 * was moved by others, it reads them from the checkpoint's row or from the log.
 *
 * <p>Used by one thread, except for {@link #reached}.
 */
final class Relay {

    private final JdbcClient jdbc;
    private final EventLogReader log;
    private final BackwardLog backwardLog;
    private final RelayCheckpoint checkpoint;
    private final RecordSender sender;
    private final PublishedTopic topic;
    private final long term;
    private final int eventsPerPassMax;
    private final PublishingRight right;
    private @Nullable LastPositions last;
    private long acknowledged;
    private volatile @Nullable Reached reached;

    /**
     * How far the log is published.
     *
     * @param positions the highest checkpoint of this relay, and the last positions there; setting
     *     the checkpoint back does not change that these events are published
     */
    record Reached(LogEpoch epoch, LastPositions positions) {}

    /**
     * A relay of one leader and one topic.
     *
     * @param term the term of the leader
     */
    Relay(
            JdbcClient jdbc,
            RecordSender sender,
            PublishedTopic topic,
            long term,
            int eventsPerPassMax,
            PublishingRight right) {
        this.jdbc = jdbc;
        this.log = new EventLogReader(jdbc);
        this.backwardLog = new BackwardLog(jdbc);
        this.checkpoint = new RelayCheckpoint(jdbc);
        this.sender = sender;
        this.topic = topic;
        this.term = term;
        this.eventsPerPassMax = eventsPerPassMax;
        this.right = right;
    }

    /**
     * Publishes the next events, up to the limit of a pass.
     *
     * @return the number of events published
     * @throws ExecutionException if the producer does not accept a record or the broker refuses it;
     *     a later pass tries it again
     * @throws LogFaultException if there is no event that may be published, and the log has a fault
     * @throws LeadLostException if the lead is lost before the brokers have acknowledged all
     *     records
     */
    int relayOnce()
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException,
                    LogFaultException {
        LogState now = checkpoint.state();
        if (now.term() != term) {
            throw new LeadLostException(
                    "another instance has taken the lead in term " + now.term(), null);
        }
        LastPositions from = lastPositions(now);
        refuseRestored(now);
        List<StoredEvent> next = publishable(now);
        if (next.isEmpty()) {
            return 0;
        }
        long[] positions = from.toArray();
        int sent = sender.send(next, event -> record(event, positions, now.epoch()));
        var to = new LastPositions(next.get(sent - 1).position(), positions);
        acknowledged = Math.max(acknowledged, to.position());
        if (checkpoint.advance(now.published(), to, term, now.epoch().id())) {
            last = to;
            reach(now.epoch(), to);
        }
        return sent;
    }

    /**
     * How far the log is published by the checkpoint; empty if that was written for another number
     * of partitions, or by hand.
     */
    Optional<Reached> stored() {
        LogState now = checkpoint.state();
        return checkpoint
                .lastPositions(now.published(), topic.partitions())
                .map(positions -> new Reached(now.epoch(), positions));
    }

    /** How far the log is published; null before the first pass. Any thread may call this. */
    @Nullable Reached reached() {
        return reached;
    }

    private ProducerRecord<byte[], byte[]> record(
            StoredEvent event, long[] positions, LogEpoch epoch) {
        byte[] key = event.aggregateId().getBytes(UTF_8);
        int partition = LastPositions.partition(key, topic.partitions());
        ProducerRecord<byte[], byte[]> record =
                EventRecords.of(
                        topic.name(), partition, key, event, positions[partition], epoch.id());
        positions[partition] = event.position();
        return record;
    }

    private LastPositions lastPositions(LogState now)
            throws SQLException, LeadLostException, TopicChangedException {
        Reached before = reached;
        boolean sameEpoch = before != null && before.epoch().equals(now.epoch());
        LastPositions known = last;
        if (sameEpoch && known != null && known.position() == now.published()) {
            return known;
        }
        if (!sameEpoch) {
            acknowledged = 0;
        }
        LastPositions found =
                checkpoint.lastPositions(now.published(), topic.partitions()).orElse(null);
        if (found == null) {
            found = backwardLog.lastPositions(now.published(), topic.partitions(), right);
        }
        last = found;
        reach(now.epoch(), found);
        return found;
    }

    private void reach(LogEpoch epoch, LastPositions positions) {
        Reached before = reached;
        if (before == null
                || !before.epoch().equals(epoch)
                || before.positions().position() < positions.position()) {
            reached = new Reached(epoch, positions);
        }
    }

    /** Halts the log if it has lost events that this relay has published. */
    private void refuseRestored(LogState now) throws LogFaultException {
        String halted = now.halted();
        if (halted == null && now.head() < acknowledged) {
            halted =
                    "it ends at position %d, but events up to position %d were published: the"
                                    .formatted(now.head(), acknowledged)
                            + " events database was restored to an earlier moment";
            new LogHead(jdbc).halt(now.epoch(), halted);
        }
        if (halted != null) {
            throw new LogFaultException(
                    "halted",
                    "The event log is halted: "
                            + halted
                            + ". Make sure that the restore is complete, then start the next epoch"
                            + " with ./stockledger restored, or with start_log_epoch as the owner"
                            + " of the tables");
        }
    }

    private List<StoredEvent> publishable(LogState now) throws LogFaultException {
        List<StoredEvent> rows = log.afterPosition(now.published(), eventsPerPassMax);
        int whole = 0;
        while (whole < rows.size()
                && rows.get(whole).position() == now.published() + 1 + whole
                && rows.get(whole).position() <= now.head()) {
            whole++;
        }
        if (whole > 0) {
            return rows.subList(0, whole);
        }
        if (now.published() < now.head()) {
            throw new LogFaultException(
                    "gap at " + (now.published() + 1),
                    "The event log has no event at position %d, but its head is at %d: rows were"
                                    .formatted(now.published() + 1, now.head())
                            + " removed by hand. Insert them again from a backup");
        }
        if (now.lastRow() > now.head()) {
            throw new LogFaultException(
                    "row at " + now.lastRow(),
                    "The event log has an event at position %d beyond its head at %d: a row was"
                                    .formatted(now.lastRow(), now.head())
                            + " added by hand. Remove the rows beyond the head");
        }
        if (now.published() > now.head()) {
            throw new LogFaultException(
                    "checkpoint at " + now.published(),
                    "The relay's checkpoint is at position %d, beyond the head of the event log at"
                                    .formatted(now.published())
                            + " %d: it was moved by hand. Publish again with POST"
                                    .formatted(now.head())
                            + " /v1/relay/republish");
        }
        return List.of();
    }
}
