package io.stockledger.command.relay;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * When Kafka last acknowledged a record, an event or a heartbeat. A leader that hears nothing for
 * {@link #patience} gives the lead back, since another instance may be able to reach Kafka.
 * Thread-safe.
 */
final class Acknowledgements implements Callback {

    private final Duration patience;
    private volatile long lastNanos;
    private volatile boolean any;

    /** No record is acknowledged yet. */
    Acknowledgements(Duration patience) {
        this.patience = patience;
        this.lastNanos = System.nanoTime();
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null) {
            lastNanos = System.nanoTime();
            any = true;
        }
    }

    Duration patience() {
        return patience;
    }

    /** Whether any record has been acknowledged. */
    boolean any() {
        return any;
    }

    /** Whether a record that waits since then has waited too long without any acknowledgement. */
    boolean areOverdue(long waitingSinceNanos) {
        long heard = lastNanos;
        long since = heard - waitingSinceNanos > 0 ? heard : waitingSinceNanos;
        return System.nanoTime() - since > patience.toNanos();
    }
}
