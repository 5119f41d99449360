package io.stockledger.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * The stream of a request's body, whose reads end when the time of the {@link IncomingBody} is
 * over, however slowly its bytes arrive. Used by one thread.
 */
final class TimedBodyStream extends ServletInputStream {

    /** A web server ends a read up to a few milliseconds early. */
    private static final int EARLY_MS_MAX = 50;

    /**
     * The buffers of the web server and the stack of the thread, which wait with a body that has
     * not arrived yet. They count as a part of the body until it has arrived.
     */
    static final int WAITING_BYTES = 65_536;

    private final ServletInputStream stream;
    private final IncomingBody body;
    private final LongConsumer readTimeoutMs;
    private final long announced;
    private long arrived;
    private boolean ended;
    private boolean failed;
    private boolean timeoutIsSet;
    private boolean discarding;

    /** The part of {@link #WAITING_BYTES} that is acquired now. */
    private int waitingBytes;

    /**
     * A stream of which nothing is read.
     *
     * @param readTimeoutMs limits the time of a single read, see {@link ReadTimeouts}
     * @param announced the length of the body, or -1 if it is unknown
     */
    TimedBodyStream(
            ServletInputStream stream,
            IncomingBody body,
            LongConsumer readTimeoutMs,
            long announced) {
        this.stream = stream;
        this.body = body;
        this.readTimeoutMs = readTimeoutMs;
        this.announced = announced;
    }

    /** The time is over. */
    private static final class TimeoutException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads at least one byte, if there is one.
     *
     * @throws ProblemException request-timeout, if no byte arrived in time; overloaded, if the byte
     *     budget has no room for a body that has to be waited for
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return readInTime(into, offset, length);
        } catch (TimeoutException _) {
            throw body.timedOut();
        }
    }

    private int readInTime(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        boolean timed = body.isTimed();
        if (timed && body.leftMs() <= 0) {
            throw new TimeoutException();
        }
        // Most bodies have arrived with their head and are read without waiting.
        if (stream.available() == 0) {
            prepareToWait(timed);
        }
        int count;
        try {
            count = stream.read(into, offset, length);
        } catch (IOException e) {
            failed = true;
            if (timed && body.leftMs() <= EARLY_MS_MAX) {
                throw new TimeoutException();
            }
            throw e;
        }
        arrived += Math.max(count, 0);
        ended = count < 0 || arrived == announced;
        if (ended) {
            body.release(waitingBytes);
            waitingBytes = 0;
        }
        return count;
    }

    private void prepareToWait(boolean timed) {
        if (waitingBytes == 0 && !discarding) {
            body.acquire(WAITING_BYTES);
            waitingBytes = WAITING_BYTES;
        }
        if (timed) {
            readTimeoutMs.accept(Math.max(1, body.leftMs()));
            timeoutIsSet = true;
        } else {
            resetReadTimeout();
        }
    }

    /**
     * Reads and drops what follows, until the end or one of the limits. Needs no budget; the share
     * of the body has been released.
     */
    void discard(byte[] into, int bytesMax, Duration atMost) throws IOException {
        body.startTimer(atMost);
        discarding = true;
        waitingBytes = 0;
        long end = arrived + bytesMax;
        while (!ended && !failed && arrived < end) {
            readInTime(into, 0, into.length);
        }
    }

    /** Removes the limit of single reads. */
    void resetReadTimeout() {
        if (timeoutIsSet) {
            readTimeoutMs.accept(0);
            timeoutIsSet = false;
        }
    }

    /** Whether all bytes have been read. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : stream.available();
    }

    @Override
    public boolean isFinished() {
        return stream.isFinished();
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        stream.setReadListener(listener);
    }
}
