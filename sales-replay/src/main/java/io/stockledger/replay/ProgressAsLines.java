package io.stockledger.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Prints a line on stderr every few seconds. */
final class ProgressAsLines implements Progress {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String task;
    private final long total;
    private final long started = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextLine = new AtomicLong(started + EVERY_NANOS);

    ProgressAsLines(String task, long total) {
        this.task = task;
        this.total = total;
    }

    @Override
    public void step() {
        long count = done.incrementAndGet();
        long due = nextLine.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + EVERY_NANOS)) {
            System.err.println(line(task, count, total, now - started));
        }
    }

    /** Returns the line for this number of finished commands and this time. */
    static String line(String task, long done, long total, long nanos) {
        double perSecond = done / Math.max(nanos / 1e9, 1e-9);
        return "%s: %,d of %,d commands (%d %%), %,.0f/s, %,.0f s left"
                .formatted(
                        task,
                        done,
                        total,
                        100 * done / Math.max(1, total),
                        perSecond,
                        (total - done) / Math.max(perSecond, 1e-9));
    }

    @Override
    public void close() {
        System.err.println(line(task, done.get(), total, System.nanoTime() - started));
    }
}
