package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Measurement.Latency;

import java.util.List;

/**
 * A latency that a load must stay below.
 *
 * @param load the id of the load
 * @param p99AtMostMs the limit: the 99th percentile must be below it, in milliseconds
 */
public record LatencyTarget(String text, String load, double p99AtMostMs) {

    /** The target and the measured time. */
    public record Result(
            String text, String load, double p99AtMostMs, double measuredMs, boolean met) {}

    Result evaluate(List<LoadResult> loads) {
        Latency latency = LoadResult.find(loads, load).latency();
        if (latency == null) {
            throw new IllegalStateException("no latency was measured for " + load);
        }
        return new Result(text, load, p99AtMostMs, latency.p99Ms(), latency.p99Ms() < p99AtMostMs);
    }
}
