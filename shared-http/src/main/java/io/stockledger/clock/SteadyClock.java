package io.stockledger.clock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that follows the system clock but does not believe a sudden step forward at once, so that
 * a short error of the system clock lapses no reservation. It is compared with a monotonic clock,
 * which knows how much time has passed but not what time it is. Thread-safe.
 *
 * <ul>
 *   <li><b>Step forward</b> by more than {@link #STEP_MAX}: time goes on from before the step. If
 *       the system clock is still ahead after {@link #SETTLE_TIME}, its time is adopted. If it has
 *       come back by then, nothing has happened.
 *   <li><b>Step back</b> by more than {@link #HOLD_MAX}: followed at once. Time goes back.
 *   <li><b>Smaller step back:</b> time stands still until the system clock has caught up.
 *   <li><b>Smaller step forward:</b> followed at once, like the corrections of a time service.
 * </ul>
 *
 * <p>A step is noticed when the clock is read. While the host sleeps, the monotonic clock may stand
 * still; waking up then counts as a step forward. The first reading of a new clock is that of the
 * system clock.
 */
public final class SteadyClock extends Clock {

    /** The longest step forward that is followed at once. */
    public static final Duration STEP_MAX = Duration.ofSeconds(5);

    /** The time for which a longer step forward has to last before it is adopted. */
    public static final Duration SETTLE_TIME = Duration.ofSeconds(60);

    /** The longest step back during which time stands still. */
    public static final Duration HOLD_MAX = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private final InstantSource systemClock;
    private final LongSupplier monotonicNanos;
    private @Nullable Instant last;
    private long lastNanos;
    private @Nullable Long aheadSinceNanos;

    /**
     * A clock that follows a system clock.
     *
     * @param monotonicNanos a clock that never goes back, such as {@link System#nanoTime}, in
     *     nanoseconds
     */
    public SteadyClock(InstantSource systemClock, LongSupplier monotonicNanos) {
        this.systemClock = systemClock;
        this.monotonicNanos = monotonicNanos;
    }

    /** A clock that follows the clock of this host. */
    public static SteadyClock system() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public synchronized Instant instant() {
        Instant system = systemClock.instant();
        long nanos = monotonicNanos.getAsLong();
        Instant before = last;
        Instant now =
                before == null
                        ? system
                        : next(before, before.plusNanos(nanos - lastNanos), system, nanos);
        last = now;
        lastNanos = nanos;
        return now;
    }

    /**
     * The next reading.
     *
     * @param before the reading before
     * @param expected that reading plus the time that has passed since
     */
    private Instant next(Instant before, Instant expected, Instant system, long nanos) {
        Duration step = Duration.between(expected, system);
        if (step.compareTo(STEP_MAX) > 0) {
            return ahead(expected, system, step, nanos);
        }
        if (aheadSinceNanos != null) {
            aheadSinceNanos = null;
            LOG.info("The system clock has come back; its step forward had no effect");
        }
        if (!system.isBefore(before)) {
            return system;
        }
        Duration back = Duration.between(system, before);
        if (back.compareTo(HOLD_MAX) <= 0) {
            return before;
        }
        LOG.warn("The system clock was set back by {}; time goes back with it", back);
        return system;
    }

    private Instant ahead(Instant expected, Instant system, Duration step, long nanos) {
        if (aheadSinceNanos == null) {
            aheadSinceNanos = nanos;
            LOG.warn(
                    "The system clock has stepped forward by {}; time goes on from before the step"
                            + " until the step has lasted {} s",
                    step,
                    SETTLE_TIME.toSeconds());
            return expected;
        }
        if (nanos - aheadSinceNanos < SETTLE_TIME.toNanos()) {
            return expected;
        }
        aheadSinceNanos = null;
        LOG.warn(
                "The system clock has been ahead by {} for {} s; its time is adopted",
                step,
                SETTLE_TIME.toSeconds());
        return system;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the services use UTC");
    }
}
