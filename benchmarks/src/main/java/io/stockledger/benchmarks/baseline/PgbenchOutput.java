package io.stockledger.benchmarks.baseline;

import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the output and the logs of pgbench, in the formats of its versions. */
final class PgbenchOutput {

    /** Older versions print two lines, one of which includes the time to connect. */
    private static final Pattern TPS =
            Pattern.compile("^tps = ([0-9]+(?:\\.[0-9]+)?)(.*)$", Pattern.MULTILINE);

    private static final Pattern PROCESSED =
            Pattern.compile(
                    "^number of transactions actually processed: ([0-9]+)", Pattern.MULTILINE);

    private static final Pattern FAILED =
            Pattern.compile("^number of failed transactions: ([0-9]+)", Pattern.MULTILINE);

    /** The columns are client, transaction, latency in microseconds, script, and the time. */
    private static final int LATENCY_COLUMN = 2;

    private PgbenchOutput() {}

    /**
     * Returns the transactions per second, without the time to connect.
     *
     * @throws IllegalStateException if the output has no such figure, or if transactions failed
     */
    static double transactionsPerSecond(String output) {
        Matcher failed = FAILED.matcher(output);
        if (failed.find() && Long.parseLong(failed.group(1)) > 0) {
            throw new IllegalStateException("pgbench reported failed transactions: " + output);
        }
        Matcher tps = TPS.matcher(output);
        Double found = null;
        while (tps.find()) {
            if (found == null || !tps.group(2).contains("including connections")) {
                found = Double.valueOf(tps.group(1));
            }
        }
        if (found == null) {
            throw new IllegalStateException(
                    "pgbench printed no transactions per second: " + output);
        }
        return found;
    }

    static long transactions(String output) {
        Matcher processed = PROCESSED.matcher(output);
        if (!processed.find()) {
            throw new IllegalStateException("pgbench printed no number of transactions: " + output);
        }
        return Long.parseLong(processed.group(1));
    }

    /** Adds the latency of each line of a log; lines in other formats are ignored. */
    static void addLatencies(List<String> logLines, Histogram micros) {
        for (String line : logLines) {
            String[] columns = line.split(" ", -1);
            if (columns.length > LATENCY_COLUMN
                    && columns[LATENCY_COLUMN].chars().allMatch(Character::isDigit)
                    && !columns[LATENCY_COLUMN].isEmpty()) {
                micros.recordValue(
                        Math.min(
                                micros.getHighestTrackableValue(),
                                Long.parseLong(columns[LATENCY_COLUMN])));
            }
        }
    }
}
