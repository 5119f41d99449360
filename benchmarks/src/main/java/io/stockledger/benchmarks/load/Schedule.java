package io.stockledger.benchmarks.load;

import java.util.concurrent.TimeUnit;

/**
 * The moments at which the operations of an open loop are due: evenly spaced, whatever becomes of
 * them. All times are nanoseconds since the start.
 */
record Schedule(double perSecond, LoadTimes times) {

    /** How many operations are due until then; the first is due at once. */
    long dueUntil(long nanos) {
        long within = Math.min(nanos, endNanos() - 1);
        return (long) (within * perSecond / 1e9) + 1;
    }

    /** When the operation of that number, counted from 0, is due. */
    long dueAt(long number) {
        return (long) Math.ceil(number * 1e9 / perSecond);
    }

    /** How many operations are due within the measured time. */
    long dueMeasured() {
        return dueUntil(endNanos()) - dueBeforeMeasured();
    }

    /** How many of the operations of the measured time are missing, when so many were sent. */
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
