package io.stockledger.command.relay;

import io.stockledger.command.eventstore.StoredEvent;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sends the records of events and waits for their acknowledgements. The records are sent on a
 * thread of their own, since a send and a flush may both wait for the brokers. The calling thread,
 * of which there is one, confirms in the meantime that this instance may publish.
 */
final class RecordSender implements AutoCloseable {

    /** How often the calling thread confirms while it waits. */
    private static final long CONFIRM_EVERY_MS = 50;

    private final Producer<byte[], byte[]> producer;
    private final PublishingRight right;
    private final PublishingRight lead;
    private final Acknowledgements acknowledgements;
    private final PartitionEnds ends;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("relay-sender").factory());

    /**
     * Sends with that producer, which the caller closes before it closes the sender.
     *
     * @param right is confirmed by the calling thread while it waits
     * @param lead is confirmed before each record, on the thread of the sender
     */
    RecordSender(
            Producer<byte[], byte[]> producer,
            PublishingRight right,
            PublishingRight lead,
            Acknowledgements acknowledgements,
            PartitionEnds ends) {
        this.producer = producer;
        this.right = right;
        this.lead = lead;
        this.acknowledgements = acknowledgements;
        this.ends = ends;
    }

    /**
     * Sends the records of the events in order, and returns once the brokers have acknowledged
     * them. Ends at the first record that the producer does not accept: a later event of the same
     * product must not be published before an earlier one.
     *
     * @param record makes the record of an event; called in order, by one other thread
     * @return the number of events sent; it is smaller if an event after them cannot be made into a
     *     record
     * @throws LogFaultException if the first event cannot be made into a record
     * @throws ExecutionException if the producer does not accept a record, or if no record is
     *     acknowledged in time
     * @throws TopicChangedException if the brokers have lost records that they had acknowledged
     */
    int send(List<StoredEvent> events, Function<StoredEvent, ProducerRecord<byte[], byte[]>> record)
            throws InterruptedException,
                    ExecutionException,
                    SQLException,
                    LeadLostException,
                    TopicChangedException,
                    LogFaultException {
        long begun = System.nanoTime();
        Future<Integer> sending = thread.submit(() -> sendAll(events, record));
        try {
            while (true) {
                try {
                    return sending.get(CONFIRM_EVERY_MS, TimeUnit.MILLISECONDS);
                } catch (java.util.concurrent.TimeoutException _) {
                    right.confirm();
                    if (acknowledgements.areOverdue(begun)) {
                        throw overdue();
                    }
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ExecutionException sent -> throw sent;
                case LogFaultException fault -> throw fault;
                case LeadLostException lost -> throw lost;
                case TopicChangedException changed -> throw changed;
                case TimeoutException _ -> throw e;
                case RuntimeException unexpected -> throw unexpected;
                case null, default -> throw e;
            }
        } finally {
            sending.cancel(true);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private ExecutionException overdue() {
        return new ExecutionException(
                new TimeoutException(
                        "no record was acknowledged for "
                                + acknowledgements.patience().toSeconds()
                                + " s"));
    }

    /** Runs on the thread of the sender. */
    private int sendAll(
            List<StoredEvent> events, Function<StoredEvent, ProducerRecord<byte[], byte[]>> record)
            throws Exception {
        var sent = new ArrayList<Future<RecordMetadata>>(events.size());
        for (StoredEvent event : events) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ProducerRecord<byte[], byte[]> made;
            try {
                made = record.apply(event);
            } catch (RuntimeException e) {
                if (sent.isEmpty()) {
                    throw new LogFaultException(
                            "no record of " + event.position(), unrecordable(event, e));
                }
                break;
            }
            lead.confirm();
            Future<RecordMetadata> acknowledgement = producer.send(made, acknowledgements);
            if (acknowledgement.isDone()) {
                acknowledgement.get();
            }
            sent.add(acknowledgement);
        }
        producer.flush();
        for (Future<RecordMetadata> acknowledgement : sent) {
            ends.acknowledge(acknowledgement.get());
        }
        return sent.size();
    }

    private static String unrecordable(StoredEvent event, RuntimeException cause) {
        return "The event at position %d cannot be made into a record (%s): its row was written by"
                        .formatted(event.position(), cause.getMessage())
                + " hand or by a newer version. Correct the row, or start that version";
    }
}
