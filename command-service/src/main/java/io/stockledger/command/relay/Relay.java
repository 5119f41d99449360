package io.stockledger.command.relay;

import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.command.eventstore.StoredEvent;

import org.apache.kafka.clients.producer.Producer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Publishes the log from the checkpoint on. The checkpoint moves only after the broker has
 * acknowledged every record of a pass: a crash can publish twice, never skip. For one thread at a
 * time.
 */
final class Relay {

    private final EventLogReader log;
    private final RelayCheckpoint checkpoint;
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final int eventsMax;

    Relay(
            EventLogReader log,
            RelayCheckpoint checkpoint,
            Producer<byte[], byte[]> producer,
            String topic,
            int eventsMax) {
        this.log = log;
        this.checkpoint = checkpoint;
        this.producer = producer;
        this.topic = topic;
        this.eventsMax = eventsMax;
    }

    /**
     * Publishes the next events, up to the limit of a pass.
     *
     * @return how many were published
     * @throws ExecutionException where the broker refuses a record for good; the pass can be tried
     *     again
     */
    int relayOnce() throws InterruptedException, ExecutionException {
        long published = checkpoint.published();
        List<StoredEvent> next = log.afterPosition(published, eventsMax);
        if (next.isEmpty()) {
            return 0;
        }
        var acks = new ArrayList<Future<?>>(next.size());
        for (StoredEvent event : next) {
            acks.add(producer.send(EventRecords.of(topic, event)));
        }
        producer.flush();
        for (Future<?> ack : acks) {
            ack.get();
        }
        checkpoint.advance(published, next.getLast().position());
        return next.size();
    }
}
