package io.stockledger.replay;

import java.io.PrintStream;
import java.util.concurrent.atomic.LongAdder;

/**
 * Collects the differences between the expectation and the system: prints the first ones and counts
 * all. Thread-safe.
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

    /** Prints the number of differences that are not printed, if there are any. */
    synchronized void printRest() {
        if (count.sum() > PRINTED_MAX) {
            out.printf("... and %,d more differences%n", count.sum() - PRINTED_MAX);
        }
    }
}
