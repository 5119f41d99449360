package io.stockledger.benchmarks.load;

import java.util.concurrent.TimeUnit;

/**
 * The moments at which the operations of an open loop are due. They are evenly spaced and do not
 * depend on the answers. All times are nanoseconds since the start.
 */
record Schedule(double perSecond, LoadTimes times) {

    /** Returns the number of operations that are due until this time; the first is due at 0. */
    long dueUntil(long nanos) {
        long within = Math.min(nanos, endNanos() - 1);
        return (long) (within * perSecond / 1e9) + 1;
    }

    /** Returns the time at which an operation is due. Numbers start at 0. */
    long dueAt(long number) {
        return (long) Math.ceil(number * 1e9 / perSecond);
    }

    /** Returns the number of operations that are due within the measured time. */
    long dueMeasured() {
        return dueUntil(endNanos()) - dueBeforeMeasured();
    }

    /**
     * Returns the number of operations of the measured time that were not sent.
     *
     * @param sent the number of operations that were sent, including those of the warm-up
     */
    long notSent(long sent) {
        return dueUntil(endNanos()) - Math.max(sent, dueBeforeMeasured());
    }

    long endNanos() {
        return TimeUnit.SECONDS.toNanos(times.totalSeconds());
    }

    private long dueBeforeMeasured() {
        long measureFrom = TimeUnit.SECONDS.toNanos(times.warmUpSeconds());
        return measureFrom == 0 ? 0 : dueUntil(measureFrom - 1);
    }
}
