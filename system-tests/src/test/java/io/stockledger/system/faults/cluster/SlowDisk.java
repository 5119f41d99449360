package io.stockledger.system.faults.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A disk of a member on which every operation takes long. The member stands still for most of each
 * quarter of a second, which looks the same from outside: its answers come late, and locks in it
 * are held for long. A thread of its own stops and continues it until {@link #close}.
 */
final class SlowDisk implements AutoCloseable {

    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(220);
    private static final long RUNNING_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final Member member;
    private final Thread thread = Thread.ofPlatform().name("slow-disk").unstarted(this::run);
    private volatile boolean slow = true;

    SlowDisk(Member member) {
        this.member = member;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (slow) {
            member.freeze();
            LockSupport.parkNanos(STILL_NANOS);
            member.thaw();
            LockSupport.parkNanos(RUNNING_NANOS);
        }
    }

    /** Lets the member run all the time again. */
    @Override
    public void close() {
        slow = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        member.thaw();
    }
}
