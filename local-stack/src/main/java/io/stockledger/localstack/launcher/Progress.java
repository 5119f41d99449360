package io.stockledger.localstack.launcher;

import java.io.PrintStream;
import java.util.Locale;

/** The lines that a start shows: each step when it begins and when it is done. Thread-safe. */
final class Progress {

    private final PrintStream out;
    private final long startedAtNs = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
    }

    /** Shows that a step begins, and gives what is to be called when it is done. */
    Step begin(String name) {
        out.println("  %-18s starting".formatted(name));
        long beganAtNs = System.nanoTime();
        return detail -> out.println("  %-18s %s  %s".formatted(name, seconds(beganAtNs), detail));
    }

    String sinceStart() {
        return seconds(startedAtNs).strip();
    }

    private static String seconds(long sinceNs) {
        return String.format(Locale.ROOT, "%5.1f s", (System.nanoTime() - sinceNs) / 1e9);
    }

    /** A step that has begun. */
    interface Step {
        void done(String detail);
    }
}
