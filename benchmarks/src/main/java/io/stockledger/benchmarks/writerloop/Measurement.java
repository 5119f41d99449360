package io.stockledger.benchmarks.writerloop;

import org.HdrHistogram.Histogram;

/**
 * What one load came to.
 *
 * @param name what was measured
 * @param operations how many operations ended within the measured time
 * @param seconds the measured time
 * @param latencies of each operation, in microseconds
 */
record Measurement(String name, long operations, double seconds, Histogram latencies) {

    double perSecond() {
        return operations / seconds;
    }

    double p50Ms() {
        return latencies.getValueAtPercentile(50) / 1_000.0;
    }

    double p99Ms() {
        return latencies.getValueAtPercentile(99) / 1_000.0;
    }
}
