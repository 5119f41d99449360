package io.stockledger.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonAlias;

import io.stockledger.benchmarks.load.Measurement.Latency;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A latency that a load must stay below.
 *
 * @param load the id of the load
 * @param atMostMs the limit: the percentile must be below it, in milliseconds
 */
public record LatencyTarget(String text, String load, Percentile percentile, double atMostMs) {

    /** A percentile of the latencies of a load. */
    public enum Percentile {
        P95,
        P99
    }

    /** The target and the measured time. */
    public record Result(
            String text,
            String load,
            Percentile percentile,
            double atMostMs,
            double measuredMs,
            boolean met) {

        /** Accepts results files of older versions, in which every limit is that of the p99. */
        public Result(
                String text,
                String load,
                @Nullable Percentile percentile,
                @JsonAlias("p99AtMostMs") double atMostMs,
                double measuredMs,
                boolean met) {
            this.text = text;
            this.load = load;
            this.percentile = percentile == null ? Percentile.P99 : percentile;
            this.atMostMs = atMostMs;
            this.measuredMs = measuredMs;
            this.met = met;
        }
    }

    Result evaluate(List<LoadResult> loads) {
        Latency latency = LoadResult.find(loads, load).latency();
        Double measuredMs = latency == null ? null : measured(latency);
        if (measuredMs == null) {
            throw new IllegalStateException("no latency was measured for " + load);
        }
        return new Result(text, load, percentile, atMostMs, measuredMs, measuredMs < atMostMs);
    }

    private @Nullable Double measured(Latency latency) {
        return switch (percentile) {
            case P95 -> latency.p95Ms();
            case P99 -> Double.valueOf(latency.p99Ms());
        };
    }
}
