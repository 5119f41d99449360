package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Measurement.Latency;

import java.util.List;

/**
 * A time that was asked for.
 *
 * @param load the id of the load that is judged
 * @param p99AtMostMs the 99th percentile must be below this, in milliseconds
 */
public record LatencyTarget(String text, String load, double p99AtMostMs) {

    /** The target beside what was measured. */
    public record Result(
            String text, String load, double p99AtMostMs, double measuredMs, boolean met) {}

    Result judge(List<LoadResult> loads) {
        Latency latency =
                loads.stream()
                        .filter(result -> result.id().equals(load))
                        .map(LoadResult::latency)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("nothing was measured as " + load));
        return new Result(text, load, p99AtMostMs, latency.p99Ms(), latency.p99Ms() < p99AtMostMs);
    }
}
