package io.stockledger.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The byte budget of a service: the memory of all request bodies that are read or in use at once.
 * Each request takes from it through its {@link IncomingBody}. Thread-safe.
 */
public final class BodyBudget {

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder timeouts = new LongAdder();

    /** A budget of that many bytes, of which none is in use. */
    public BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes the bytes, or takes nothing and counts a refusal if they do not fit. */
    boolean acquire(long count) {
        long before;
        do {
            before = bytes.get();
            if (count > bytesMax - before) {
                refusals.increment();
                return false;
            }
        } while (!bytes.compareAndSet(before, before + count));
        return true;
    }

    void release(long count) {
        bytes.addAndGet(-count);
    }

    void countTimeout() {
        timeouts.increment();
    }

    /** The bytes that are in use now. */
    public long bytes() {
        return bytes.get();
    }

    /** The number of bodies and lines that were refused because they did not fit. */
    public long refusals() {
        return refusals.sum();
    }

    /** The number of bodies and lines that did not arrive in time. */
    public long timeouts() {
        return timeouts.sum();
    }
}
