package io.stockledger.cli.verify;

import java.io.PrintStream;
import java.time.Duration;

/** Prints the progress of a stage, its rate and the rest, every few seconds. For one thread. */
final class ProgressLines {

    private final PrintStream out;
    private final long everyNanos;
    private String stage = "";
    private String unit = "";
    private long total;
    private long startedNanos;
    private long printedNanos;

    ProgressLines(PrintStream out, Duration every) {
        this.out = out;
        this.everyNanos = every.toNanos();
    }

    /**
     * Begins a stage.
     *
     * @param expected the expected number of units; 0 if it is unknown
     */
    void begin(String name, String units, long expected) {
        stage = name;
        unit = units;
        total = expected;
        startedNanos = System.nanoTime();
        printedNanos = startedNanos;
    }

    void progressed(long done) {
        long now = System.nanoTime();
        if (now - printedNanos >= everyNanos) {
            printedNanos = now;
            out.println(line(stage, unit, done, total, now - startedNanos));
        }
    }

    void end(long done) {
        out.println(line(stage, unit, done, 0, System.nanoTime() - startedNanos) + ", done");
    }

    static String line(String stage, String unit, long done, long total, long nanos) {
        double perSecond = done / Math.max(nanos / 1e9, 1e-9);
        String counted = "%s: %,d %s, %,.0f/s".formatted(stage, done, unit, perSecond);
        return total <= done
                ? counted
                : "%s, %d %%, %,.0f s left"
                        .formatted(
                                counted,
                                100 * done / total,
                                (total - done) / Math.max(perSecond, 1e-9));
    }
}
