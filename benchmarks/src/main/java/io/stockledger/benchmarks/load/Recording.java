package io.stockledger.benchmarks.load;

import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.Measurement.OfferedLoad;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Collects the figures of a running load, and its first failure. Thread-safe. */
final class Recording {

    private static final long LATENCY_MAX_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int DIGITS = 3;

    private final long measureFrom;
    private final long end;
    private final int operationsEach;
    private final Histogram latencies = new ConcurrentHistogram(LATENCY_MAX_MICROS, DIGITS);
    private final LongAdder answered = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Recording(long measureFrom, long end, int operationsEach) {
        this.measureFrom = measureFrom;
        this.end = end;
        this.operationsEach = operationsEach;
    }

    /**
     * Creates the recording of a load that starts now.
     *
     * @param operationsEach the number of operations that one answer confirms, such as the lines of
     *     a basket
     */
    static Recording of(long now, LoadTimes times, int operationsEach) {
        long measureFrom = now + TimeUnit.SECONDS.toNanos(times.warmUpSeconds());
        return new Recording(
                measureFrom,
                measureFrom + TimeUnit.SECONDS.toNanos(times.seconds()),
                operationsEach);
    }

    /** Creates a recording that measures everything from now on. */
    static Recording withoutEnd(long now) {
        return new Recording(now, now + Long.MAX_VALUE / 2, 1);
    }

    boolean isOver(long now) {
        return now - end >= 0 || failure.get() != null;
    }

    boolean isMeasured(long nanos) {
        return nanos - measureFrom >= 0 && nanos - end < 0;
    }

    /** Records an operation of a closed loop, if its answer falls into the measured time. */
    void answered(long started, long ended) {
        if (isMeasured(ended)) {
            answered.increment();
            recordLatency(started, ended);
        }
    }

    /**
     * Records an operation of an open loop. It counts as an operation if it was answered in the
     * measured time. Its latency counts if it was due in the measured time, so that the latencies
     * include a long queue at the end.
     */
    void answeredOnSchedule(long due, long ended) {
        if (isMeasured(ended)) {
            answered.increment();
        }
        if (isMeasured(due)) {
            recordLatency(due, ended);
        }
    }

    void failed(Throwable e) {
        failure.compareAndSet(null, e);
    }

    /**
     * Returns the figures of a recording with a fixed end.
     *
     * @throws IllegalStateException if an operation failed
     */
    Measurement result(@Nullable OfferedLoad offered) {
        return result((end - measureFrom) / 1e9, offered);
    }

    Measurement result(double seconds, @Nullable OfferedLoad offered) {
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("the load failed: " + first, first);
        }
        return new Measurement(
                answered.sum() * operationsEach, seconds, Latency.ofMicros(latencies), offered);
    }

    private void recordLatency(long from, long to) {
        long micros = TimeUnit.NANOSECONDS.toMicros(to - from);
        latencies.recordValue(Math.clamp(micros, 0, LATENCY_MAX_MICROS));
    }
}
