package io.stockledger.command.http.bulk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lines of one bulk request that are submitted and not yet answered, in order. Their number and
 * their total length are bounded; a single line always has room. One thread adds lines, another
 * takes them.
 */
final class BulkWindow {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<BulkLine> waiting = new ArrayDeque<>();
    private final int linesMax;
    private final long bytesMax;
    private int lines;
    private long bytes;
    private boolean ended;
    private boolean abandoned;

    BulkWindow(int linesMax, long bytesMax) {
        this.linesMax = linesMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Waits until a line of that length has room.
     *
     * @return false if answers can no longer be written
     */
    boolean awaitRoom(int length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!abandoned && lines > 0 && (lines >= linesMax || bytes + length > bytesMax)) {
                changed.await();
            }
            return !abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a line, for which there is room. */
    void add(BulkLine line) {
        lock.lock();
        try {
            waiting.add(line);
            lines++;
            bytes += line.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Declares that no more lines will be added. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next line, or null while no line waits. */
    @Nullable BulkLine poll() {
        lock.lock();
        try {
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next line; null after the last. */
    @Nullable BulkLine take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !ended) {
                changed.await();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes room again, after a line that was taken is answered. */
    void answered(BulkLine line) {
        lock.lock();
        try {
            lines--;
            bytes -= line.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Declares that answers can no longer be written. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
