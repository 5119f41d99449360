package io.stockledger.command.http.bulk;

import io.stockledger.http.BodyBuffer;
import io.stockledger.http.IncomingBody;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the lines of an NDJSON body one at a time. Blank lines are counted and skipped. A line must
 * arrive in time from its first byte on, and its memory is part of the byte budget from its first
 * byte until its answer. Used by one thread; only {@link #release} may be called by another.
 */
final class NdjsonLines {

    private static final int BUFFER_BYTES = 16_384;

    private final InputStream body;
    private final IncomingBody incoming;
    private final int lineBytesMax;
    private final byte[] buffer;
    private final BodyBuffer line;
    private int at;
    private int end;
    private boolean ended;
    private boolean tooLong;
    private boolean blank = true;
    private boolean begun;
    private long number;

    /**
     * The lines of a body that has not been read yet.
     *
     * @param body its bytes
     * @param incoming its time and its share of the byte budget
     * @throws ProblemException overloaded, if the byte budget has no room
     */
    NdjsonLines(InputStream body, IncomingBody incoming, int lineBytesMax) {
        this.body = body;
        this.incoming = incoming;
        this.lineBytesMax = lineBytesMax;
        incoming.acquire(BUFFER_BYTES);
        this.buffer = new byte[BUFFER_BYTES];
        this.line = new BodyBuffer(incoming);
        incoming.stopTimer();
    }

    /** A line that is not blank. */
    static final class Line {

        private final long number;
        private final byte[] json;
        private final @Nullable Problem fault;

        private Line(long number, byte[] json, @Nullable Problem fault) {
            this.number = number;
            this.json = json;
            this.fault = fault;
        }

        /** Counted from 1, including blank lines. */
        long number() {
            return number;
        }

        byte[] json() {
            return json;
        }

        /** The problem of a line that cannot be read, or null. */
        @Nullable Problem fault() {
            return fault;
        }
    }

    /**
     * The next line, or null at the end. The last line needs no line feed. A line has a fault if
     * the end of the connection cut it off, if it did not arrive in time or if the byte budget has
     * no room for it, and so has the first line of a body that is not UTF-8; nothing is read after
     * it.
     */
    @Nullable Line next() {
        while (!ended) {
            Line complete;
            try {
                complete = at < end || fill() ? readBuffer() : lastLine();
            } catch (IOException _) {
                return unreadable(cutOff());
            } catch (ProblemException e) {
                return unreadable(e.problem());
            }
            if (complete != null) {
                return complete;
            }
        }
        return null;
    }

    /** Gives the memory of a line back, after its answer. Called by any thread. */
    void release(int bytes) {
        incoming.release(bytes);
    }

    private Line unreadable(Problem fault) {
        ended = true;
        number++;
        line.clear();
        return new Line(number, new byte[0], fault);
    }

    /** Yields, because a body of blank lines has no line that is handled elsewhere. */
    @SuppressWarnings("ThreadPriorityCheck") // Results do not depend on it, only waiting times do.
    private boolean fill() throws IOException {
        Thread.yield();
        at = 0;
        end = Math.max(body.read(buffer), 0);
        return end > 0;
    }

    /** Consumes the buffer up to the end of a line that is not blank. */
    private @Nullable Line readBuffer() {
        while (at < end) {
            int feed = at;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            add(feed - at);
            boolean complete = feed < end;
            at = complete ? feed + 1 : feed;
            if (complete) {
                Line ready = endLine();
                if (ready != null) {
                    return ready;
                }
            } else if (!begun) {
                begun = true;
                incoming.startTimer();
            }
        }
        return null;
    }

    private void add(int length) {
        for (int i = at; blank && i < at + length; i++) {
            blank = buffer[i] == ' ' || buffer[i] == '\t' || buffer[i] == '\r';
        }
        if (tooLong || line.size() + length > lineBytesMax) {
            tooLong = true;
            line.clear();
        } else {
            line.add(buffer, at, length);
        }
    }

    private @Nullable Line lastLine() {
        ended = true;
        return endLine();
    }

    /** Ends the current line and returns it; null if it is blank. */
    private @Nullable Line endLine() {
        number++;
        Line ready = null;
        if (tooLong) {
            ready = new Line(number, new byte[0], lineTooLong());
        } else if (!blank) {
            ready = new Line(number, line.take(), null);
        }
        line.clear();
        if (begun) {
            begun = false;
            incoming.stopTimer();
        }
        tooLong = false;
        blank = true;
        return ready;
    }

    private Problem lineTooLong() {
        return Problems.malformedRequest(
                "body", "the line is longer than " + lineBytesMax + " bytes");
    }

    private static Problem cutOff() {
        return Problems.malformedRequest(
                "body",
                "the stream ended inside this line; the lines before have their results above");
    }
}
