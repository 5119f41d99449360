package io.stockledger.system.faults;

import io.stockledger.system.faults.FaultPlan.PlannedFault;

import java.time.Instant;

/**
 * The time at which a fault really happened.
 *
 * @param at its beginning by the wall clock
 * @param beginNanos its beginning by the monotonic clock
 * @param endNanos the beginning of its end by the monotonic clock
 */
record FaultTime(PlannedFault planned, Instant at, long beginNanos, long endNanos) {

    Fault fault() {
        return planned.fault();
    }

    boolean overlaps(FaultTime other) {
        return beginNanos < other.endNanos && other.beginNanos < endNanos;
    }
}
