package io.stockledger.system.attacks;

import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The answers to other clients during some time.
 *
 * @param commandMs the 99th percentile of the time until a command is answered, in milliseconds
 * @param readMs that of a read
 * @param failures every answer other than 200, and every broken connection
 */
record ClientFigures(int calls, double commandMs, double readMs, List<String> failures) {

    private static final double PERCENTILE = 0.99;
    private static final double NANOS_PER_MS = 1e6;

    static ClientFigures of(
            Collection<Long> commandNanos,
            Collection<Long> readNanos,
            Collection<String> failures) {
        return new ClientFigures(
                commandNanos.size() + readNanos.size(),
                percentileMs(commandNanos),
                percentileMs(readNanos),
                List.copyOf(failures));
    }

    private static double percentileMs(Collection<Long> nanos) {
        long[] sorted = nanos.stream().flatMapToLong(LongStream::of).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int at = (int) Math.ceil(PERCENTILE * sorted.length) - 1;
        return sorted[at] / NANOS_PER_MS;
    }

    /** How many times longer answers took than undisturbed ones, for the slower kind of calls. */
    double ratioTo(ClientFigures undisturbed) {
        return Math.max(commandMs / undisturbed.commandMs, readMs / undisturbed.readMs);
    }
}
