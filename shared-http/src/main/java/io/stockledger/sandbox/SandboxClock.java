package io.stockledger.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that is ahead of another one by an amount that can only grow. The amount is a number of
 * seconds in a file, which all services of a sandbox map into their memory: they have the same time
 * at every moment, also after a restart. Thread-safe, and safe for several processes of one
 * machine.
 */
public final class SandboxClock extends Clock {

    /** The furthest that the clock can be ahead. */
    public static final Duration AHEAD_MAX = Duration.ofDays(36_500);

    private static final VarHandle SECONDS = ValueLayout.JAVA_LONG.varHandle();

    private final Clock real;
    private final MemorySegment shared;

    private SandboxClock(Clock real, MemorySegment shared) {
        this.real = real;
        this.shared = shared;
    }

    /**
     * A clock whose amount is in this file, for the lifetime of the process. A missing file is
     * created with an amount of 0.
     *
     * @throws IOException if the file cannot be read and written
     */
    static SandboxClock open(Path file, Clock real) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            return new SandboxClock(
                    real, channel.map(MapMode.READ_WRITE, 0, Long.BYTES, Arena.global()));
        }
    }

    /** The clock itself, or the real one of a sandbox, for times that no sandbox may change. */
    public static Clock real(Clock clock) {
        return clock instanceof SandboxClock sandbox ? sandbox.real : clock;
    }

    /**
     * Sets the clock forward, in all services of the sandbox.
     *
     * @param seconds not negative
     * @return how far the clock is ahead now; null if it would be further than {@link #AHEAD_MAX},
     *     and nothing has changed
     */
    @Nullable Duration advance(long seconds) {
        long before;
        do {
            before = aheadSeconds();
            if (seconds > AHEAD_MAX.toSeconds() - before) {
                return null;
            }
        } while (!SECONDS.compareAndSet(shared, 0L, before, before + seconds));
        return Duration.ofSeconds(before + seconds);
    }

    /** How far the clock is ahead of the real one. */
    Duration ahead() {
        return Duration.ofSeconds(aheadSeconds());
    }

    private long aheadSeconds() {
        return (long) SECONDS.getVolatile(shared, 0L);
    }

    @Override
    public Instant instant() {
        return real.instant().plusSeconds(aheadSeconds());
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the services use UTC");
    }
}
