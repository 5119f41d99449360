package io.stockledger.command.relay;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.StoredEvent;

import org.apache.kafka.clients.producer.Producer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes the events after the checkpoint, one pass per call. The checkpoint moves only after the
 * broker has acknowledged every record of a pass: a crash can publish an event twice, but never
 * skips one. For one thread.
 */
final class Relay {

    /**
     * How often a pass that waits for the brokers asks whether this instance still leads. The
     * brokers may be out of reach for hours.
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

    /**
     * Publishes with that producer, which the caller closes.
     *
     * @param leadCheck is called while a pass waits for acknowledgements
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
     * @throws ExecutionException if the broker refuses a record; a later pass tries it again
     * @throws SQLException if the lead is lost before the brokers have acknowledged all records
     */
    int relayOnce() throws InterruptedException, ExecutionException, SQLException {
        long published = checkpoint.published();
        List<StoredEvent> next = log.afterPosition(published, eventsPerPassMax);
        if (next.isEmpty()) {
            return 0;
        }
        var acknowledgements = new ArrayList<Future<?>>(next.size());
        for (StoredEvent event : next) {
            acknowledgements.add(producer.send(EventRecords.of(topic, event)));
        }
        flush();
        for (Future<?> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
        checkpoint.advance(published, next.getLast().position());
        return next.size();
    }

    /** Waits until the brokers have answered for every record, on another thread. */
    private void flush() throws InterruptedException, ExecutionException, SQLException {
        var flush = new FutureTask<Boolean>(producer::flush, true);
        Thread.ofVirtual().name("relay-flush").start(flush);
        while (true) {
            try {
                flush.get(CONFIRM_EVERY_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                leadCheck.confirm();
            }
        }
    }
}
