package io.stockledger.replay;

import java.io.PrintStream;
import java.util.concurrent.atomic.LongAdder;

/**
 * Collects what is not as it should be; the first ones are printed, all are counted. Thread-safe.
 */
final class Differences {

    private static final int PRINTED_MAX = 20;

    private final PrintStream out;
    private final LongAdder count = new LongAdder();

    Differences(PrintStream out) {
        this.out = out;
    }

    synchronized void add(String difference) {
        count.increment();
        if (count.sum() <= PRINTED_MAX) {
            out.println("DIFFERENCE " + difference);
        }
    }

    long count() {
        return count.sum();
    }

    /** Says how many more there are than were printed, if any. */
    synchronized void printRest() {
        if (count.sum() > PRINTED_MAX) {
            out.printf("... and %,d more differences%n", count.sum() - PRINTED_MAX);
        }
    }
}
