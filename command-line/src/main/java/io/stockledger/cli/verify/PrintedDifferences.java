package io.stockledger.cli.verify;

import io.stockledger.verification.Differences;

import java.io.PrintStream;
import java.util.SortedMap;
import java.util.TreeMap;

/** The differences of a verification: each is printed as one line, and counted by its check. */
final class PrintedDifferences implements Differences {

    /** The number of differences of one check that are printed. */
    static final int PRINTED_MAX = 100;

    private final PrintStream out;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    PrintedDifferences(PrintStream out) {
        this.out = out;
    }

    @Override
    public void add(String check, String text) {
        long count = counts.merge(check, 1L, Long::sum);
        if (count <= PRINTED_MAX) {
            out.println("difference: " + check + ": " + text);
        } else if (count == PRINTED_MAX + 1) {
            out.println("difference: " + check + ": further ones are only counted");
        }
    }

    /** Adds the count that an interrupted verification has stored. */
    void restore(String check, long count) {
        counts.merge(check, count, Long::sum);
    }

    SortedMap<String, Long> counts() {
        return counts;
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
