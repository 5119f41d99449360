package io.stockledger.command.relay;

import io.stockledger.command.eventstore.SampleEvents;

import java.util.concurrent.locks.LockSupport;

/** Appends events so that the relay always has more than one full pass to publish. */
final class UnbrokenLoad implements AutoCloseable {

    private static final int BACKLOG_MIN = 500 * RelayRig.EVENTS_PER_PASS_MAX;
    private static final int EVENTS_PER_APPEND = 500;
    private static final String[] PRODUCTS = {"load-1", "load-2", "load-3", "load-4"};
    private static final long PAUSE_NANOS = 1_000_000;

    private static final String BACKLOG =
            """
            SELECT h.position - c.published FROM log_head h CROSS JOIN relay_checkpoint c
            """;

    private final RelayRig rig;
    private final Thread thread = Thread.ofPlatform().name("unbroken load").unstarted(this::run);
    private volatile boolean ended;

    /** Starts once the first backlog is appended. */
    UnbrokenLoad(RelayRig rig) {
        this.rig = rig;
        append(0);
        append(1);
        thread.start();
    }

    /** The number of events that are not published yet. */
    long backlog() {
        return rig.jdbc.sql(BACKLOG).query(Long.class).single();
    }

    private void run() {
        for (int i = 2; !ended; ) {
            if (backlog() < BACKLOG_MIN) {
                append(i++);
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void append(int number) {
        long version = (long) number / PRODUCTS.length * EVENTS_PER_APPEND;
        rig.store.append(
                SampleEvents.next(PRODUCTS[number % PRODUCTS.length], version, EVENTS_PER_APPEND));
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
