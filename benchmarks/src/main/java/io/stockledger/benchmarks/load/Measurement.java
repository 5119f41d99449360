package io.stockledger.benchmarks.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one load.
 *
 * @param operations the number of operations that were answered within the measured time
 * @param seconds the measured time
 * @param latency of an operation, or null if it is not known
 * @param offered the operations that an open loop had to send, or null for a closed loop
 */
public record Measurement(
        long operations, double seconds, @Nullable Latency latency, @Nullable OfferedLoad offered) {

    /**
     * Percentiles, in milliseconds.
     *
     * @param p95Ms null in the results of older versions
     */
    public record Latency(double p50Ms, @Nullable Double p95Ms, double p99Ms) {

        /** Returns the percentiles of latencies in microseconds, or null if there are none. */
        public static @Nullable Latency ofMicros(Histogram micros) {
            return micros.getTotalCount() == 0
                    ? null
                    : new Latency(
                            micros.getValueAtPercentile(50) / 1_000.0,
                            micros.getValueAtPercentile(95) / 1_000.0,
                            micros.getValueAtPercentile(99) / 1_000.0);
        }
    }

    /**
     * The operations that an open loop had to send.
     *
     * @param perSecond the rate, in operations per second
     * @param due the number of operations that were due in the measured time
     * @param notSent the number of these operations that were not sent within the measured time
     */
    public record OfferedLoad(double perSecond, long due, long notSent) {}

    public double perSecond() {
        return operations / seconds;
    }
}
