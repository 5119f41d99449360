package io.stockledger.replay;

import org.HdrHistogram.ConcurrentHistogram;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts the sent commands and their answers. Thread-safe. */
final class Tally {

    private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Map<String, LongAdder> recorded = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentSkipListMap<>();
    private final LongAdder recordedTotal = new LongAdder();
    private final LongAdder refusedTotal = new LongAdder();
    private final LongAdder sentAgain = new LongAdder();
    private final LongAdder foundInTrail = new LongAdder();
    private final ConcurrentHistogram latencyMicros =
            new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
    private final long startedNanos = System.nanoTime();

    void answered(long nanos) {
        latencyMicros.recordValue(
                Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, LATENCY_MAX_MICROS));
    }

    void sentAgain() {
        sentAgain.increment();
    }

    void foundInTrail() {
        foundInTrail.increment();
    }

    void outcome(Command command, Answer answer) {
        switch (answer) {
            case Answer.Recorded _ -> {
                recordedTotal.increment();
                add(recorded, command.label());
            }
            case Answer.Refused refusal -> {
                refusedTotal.increment();
                add(refused, command.label());
                add(refusals, refusal.problem());
            }
        }
    }

    private static void add(Map<String, LongAdder> counts, String key) {
        counts.computeIfAbsent(key, name -> new LongAdder()).increment();
    }

    private static long count(Map<String, LongAdder> counts, String key) {
        return counts.getOrDefault(key, new LongAdder()).sum();
    }

    /** Prints the summary, with the time since this tally was created. */
    void print(PrintStream out) {
        Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
        long sent = recordedTotal.sum() + refusedTotal.sum();
        out.println();
        out.printf("%-12s %12s %12s%n", "command", "recorded", "refused");
        SortedSet<String> labels = new TreeSet<>(recorded.keySet());
        labels.addAll(refused.keySet());
        for (String label : labels) {
            out.printf("%-12s %,12d %,12d%n", label, count(recorded, label), count(refused, label));
        }
        out.printf("%-12s %,12d %,12d%n", "all", recordedTotal.sum(), refusedTotal.sum());
        if (!refusals.isEmpty()) {
            out.println();
            out.println("refused as");
            refusals.forEach((name, count) -> out.printf("  %-24s %,9d%n", name, count.sum()));
        }
        out.println();
        double seconds = Math.max(took.toNanos() / 1e9, 1e-9);
        out.printf("%,d commands in %.1f s: %,.0f/s", sent, seconds, sent / seconds);
        out.printf(
                ", answer times: p50 %.1f ms, p99 %.1f ms, maximum %.1f ms%n",
                latencyMicros.getValueAtPercentile(50) / 1e3,
                latencyMicros.getValueAtPercentile(99) / 1e3,
                latencyMicros.getMaxValue() / 1e3);
        if (sentAgain.sum() > 0) {
            out.printf(
                    "%,d attempts had no answer or a 5xx answer; %,d of these commands were found"
                            + " in the audit trail, the others were sent again%n",
                    sentAgain.sum(), foundInTrail.sum());
        }
    }
}
