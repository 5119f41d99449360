package io.stockledger.benchmarks.load;

import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.Measurement.Offered;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** The figures of a load on their way, and the first failure of it. Thread-safe. */
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
     * A recording of a load that begins now.
     *
     * @param operationsEach how many operations an answer stands for, such as the lines of a basket
     */
    static Recording of(long now, LoadTimes times, int operationsEach) {
        long measureFrom = now + TimeUnit.SECONDS.toNanos(times.warmUpSeconds());
        return new Recording(
                measureFrom,
                measureFrom + TimeUnit.SECONDS.toNanos(times.seconds()),
                operationsEach);
    }

    /** A recording of everything from now on. */
    static Recording withoutEnd(long now) {
        return new Recording(now, now + Long.MAX_VALUE / 2, 1);
    }

    boolean isOver(long now) {
        return now - end >= 0 || failure.get() != null;
    }

    boolean isMeasured(long nanos) {
        return nanos - measureFrom >= 0 && nanos - end < 0;
    }

    /** An operation of a closed loop: it counts where its answer falls. */
    void answered(long begun, long ended) {
        if (isMeasured(ended)) {
            answered.increment();
            latency(begun, ended);
        }
    }

    /**
     * An operation of an open loop. The rate is that of the answers; the latency belongs to the
     * moment that the operation was due at, so that a long queue at the end is not left out.
     */
    void answeredOnSchedule(long due, long ended) {
        if (isMeasured(ended)) {
            answered.increment();
        }
        if (isMeasured(due)) {
            latency(due, ended);
        }
    }

    void failed(Throwable e) {
        failure.compareAndSet(null, e);
    }

    /** The figures of a recording that had an end. */
    Measurement result(@Nullable Offered offered) {
        return result((end - measureFrom) / 1e9, offered);
    }

    Measurement result(double seconds, @Nullable Offered offered) {
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("the load failed: " + first, first);
        }
        Latency latency =
                latencies.getTotalCount() == 0
                        ? null
                        : new Latency(
                                latencies.getValueAtPercentile(50) / 1_000.0,
                                latencies.getValueAtPercentile(99) / 1_000.0);
        return new Measurement(answered.sum() * operationsEach, seconds, latency, offered);
    }

    private void latency(long from, long to) {
        long micros = TimeUnit.NANOSECONDS.toMicros(to - from);
        latencies.recordValue(Math.clamp(micros, 0, LATENCY_MAX_MICROS));
    }
}
