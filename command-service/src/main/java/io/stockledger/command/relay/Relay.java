package io.stockledger.command.relay;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.StoredEvent;

import org.apache.kafka.clients.producer.Producer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes the events after the checkpoint, one pass per call. The checkpoint moves only after the
 * broker has acknowledged every record of a pass: a crash can publish an event twice, but never
 * skips one.
 *
 * <p>A pass ends at the first record that the producer does not accept: a later event of the same
 * product must not be published before an earlier one.
 *
 * <p>The records are sent on a thread of their own, since a send and a flush may both wait for the
 * brokers. The calling thread, of which there is one, asks in the meantime whether this instance
 * still leads.
 */
final class Relay implements AutoCloseable {

    /**
     * How often a pass asks whether this instance still leads. The brokers may be out of reach for
     * hours.
     */
    private static final long CONFIRM_EVERY_MS = 500;

    /** Asks whether this instance still leads. */
    @FunctionalInterface
    interface LeadCheck {

        /**
         * Returns if this instance still leads.
         *
         * @throws SQLException if it does not, or if that is unknown
         */
        void confirm() throws SQLException;
    }

    private final EventLogReader log;
    private final RelayCheckpoint checkpoint;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int eventsPerPassMax;
    private final LeadCheck leadCheck;
    private final ExecutorService sender =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("relay-sender").factory());

    /**
     * Publishes with that producer, which the caller closes before it closes the relay.
     *
     * @param leadCheck is called while a pass sends its records and waits for the brokers
     */
    Relay(
            EventLogReader log,
            RelayCheckpoint checkpoint,
            Producer<byte[], byte[]> producer,
            String topic,
            int eventsPerPassMax,
            LeadCheck leadCheck) {
        this.log = log;
        this.checkpoint = checkpoint;
        this.producer = producer;
        this.topic = topic;
        this.eventsPerPassMax = eventsPerPassMax;
        this.leadCheck = leadCheck;
    }

    /**
     * Publishes the next events, up to the limit of a pass.
     *
     * @return the number of events published
     * @throws ExecutionException if the producer does not accept a record or the broker refuses it;
     *     a later pass tries it again
     * @throws SQLException if the lead is lost before the brokers have acknowledged all records
     */
    int relayOnce() throws InterruptedException, ExecutionException, SQLException {
        long published = checkpoint.published();
        List<StoredEvent> next = log.afterPosition(published, eventsPerPassMax);
        if (next.isEmpty()) {
            return 0;
        }
        sendUnderLead(next);
        checkpoint.advance(published, next.getLast().position());
        return next.size();
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }

    /** Returns once the brokers have acknowledged every event. */
    private void sendUnderLead(List<StoredEvent> events)
            throws InterruptedException, ExecutionException, SQLException {
        Future<Boolean> sending = sender.submit(() -> send(events));
        try {
            while (true) {
                try {
                    sending.get(CONFIRM_EVERY_MS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException _) {
                    leadCheck.confirm();
                }
            }
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            sending.cancel(true);
        }
    }

    /** Runs on the thread of the sender. */
    private boolean send(List<StoredEvent> events) throws InterruptedException, ExecutionException {
        var acknowledgements = new ArrayList<Future<?>>(events.size());
        for (StoredEvent event : events) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Future<?> acknowledgement = producer.send(EventRecords.of(topic, event));
            if (acknowledgement.isDone()) {
                acknowledgement.get();
            }
            acknowledgements.add(acknowledgement);
        }
        producer.flush();
        for (Future<?> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
        return true;
    }

    /** The exception as the sender's thread threw it. */
    private static ExecutionException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case ExecutionException sent -> sent;
            case RuntimeException unexpected -> throw unexpected;
            case null, default -> e;
        };
    }
}
