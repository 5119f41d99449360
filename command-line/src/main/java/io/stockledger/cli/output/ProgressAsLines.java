package io.stockledger.cli.output;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Prints a line on stderr every few seconds, and one at the end. */
final class ProgressAsLines implements Progress {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String task;
    private final String units;
    private final long total;
    private final long started = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextLine = new AtomicLong(started + EVERY_NANOS);

    ProgressAsLines(String task, String units, long total) {
        this.task = task;
        this.units = units;
        this.total = total;
    }

    @Override
    public void step() {
        printIfDue(done.incrementAndGet());
    }

    @Override
    public void stepTo(long count) {
        done.set(count);
        printIfDue(count);
    }

    private void printIfDue(long count) {
        long due = nextLine.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + EVERY_NANOS)) {
            System.err.println(line(task, units, count, total, now - started));
        }
    }

    /** Returns the line for this number of finished units and this time. */
    static String line(String task, String units, long done, long total, long nanos) {
        double perSecond = done / Math.max(nanos / 1e9, 1e-9);
        if (total == 0) {
            return String.format(Locale.ROOT, "%s: %,d %s, %,.0f/s", task, done, units, perSecond);
        }
        String share =
                String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d %s (%d %%), %,.0f/s",
                        task,
                        done,
                        total,
                        units,
                        100 * done / total,
                        perSecond);
        return done == 0
                ? share
                : String.format(Locale.ROOT, "%s, %,.0f s left", share, (total - done) / perSecond);
    }

    @Override
    public void close() {
        System.err.println(line(task, units, done.get(), total, System.nanoTime() - started));
    }
}
