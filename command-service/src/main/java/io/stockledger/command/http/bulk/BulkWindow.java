package io.stockledger.command.http.bulk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lines of one bulk request that have been read and not been answered yet, in order. It is
 * bounded in lines and in bytes; one line has room always. One thread puts in, another takes out.
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
     * @return whether its answer could still be written
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

    /** Puts in a line, for which there is room. */
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

    /** No line comes any more. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next line where there is one now. */
    @Nullable BulkLine poll() {
        lock.lock();
        try {
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** The next line, waited for; null after the last. */
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

    /** Makes room again: the line that was taken is answered. */
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

    /** No answer can be written any more. */
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
