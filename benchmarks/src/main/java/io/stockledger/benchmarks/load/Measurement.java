package io.stockledger.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What one load came to.
 *
 * @param operations how many operations were answered within the measured time
 * @param seconds the measured time
 * @param latency of an operation, or null where it is not known
 * @param offered what an open loop was to send, or null for a closed one
 */
public record Measurement(
        long operations, double seconds, @Nullable Latency latency, @Nullable Offered offered) {

    /** Percentiles, in milliseconds. */
    public record Latency(double p50Ms, double p99Ms) {}

    /**
     * An open loop's schedule.
     *
     * @param perSecond the rate
     * @param due how many operations were due in the measured time
     * @param notSent how many of them could not even be sent in it
     */
    public record Offered(double perSecond, long due, long notSent) {}

    public double perSecond() {
        return operations / seconds;
    }
}
