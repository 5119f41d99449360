package io.stockledger.localstack.launcher;

import java.io.PrintStream;
import java.util.Locale;

/** Prints a line when a step of the start begins and when it is done. Thread-safe. */
final class Progress {

    private final PrintStream out;
    private final long startedAtNs = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
    }

    /** Prints that a step begins. */
    Step begin(String name) {
        out.println("  %-18s starting".formatted(name));
        long beganAtNs = System.nanoTime();
        return detail -> out.println("  %-18s %s  %s".formatted(name, seconds(beganAtNs), detail));
    }

    String sinceStart() {
        return seconds(startedAtNs).strip();
    }

    /** Returns the time since that value of {@link System#nanoTime}, with its unit. */
    static String seconds(long sinceNs) {
        return String.format(Locale.ROOT, "%5.1f s", (System.nanoTime() - sinceNs) / 1e9);
    }

    /** A running step. */
    interface Step {

        /** Prints that the step is done. */
        void done(String detail);
    }
}
