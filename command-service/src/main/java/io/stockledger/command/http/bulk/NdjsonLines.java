package io.stockledger.command.http.bulk;

import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the lines of an NDJSON body one at a time, and holds only one of them in memory. Blank
 * lines are counted and skipped. Used by one thread.
 */
final class NdjsonLines {

    private static final int BUFFER_BYTES = 16_384;

    private final InputStream body;
    private final int lineBytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int end;
    private boolean ended;
    private boolean tooLong;
    private boolean blank = true;
    private long number;

    NdjsonLines(InputStream body, int lineBytesMax) {
        this.body = body;
        this.lineBytesMax = lineBytesMax;
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
     * The next line, or null at the end. The last line needs no line feed. A line that the end of
     * the connection cut off has a fault, and so has the first line of a body that is not UTF-8;
     * nothing is read after it.
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

    private Line unreadable(Problem fault) {
        ended = true;
        number++;
        return new Line(number, new byte[0], fault);
    }

    private boolean fill() throws IOException {
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
            line.reset();
        } else {
            line.write(buffer, at, length);
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
            ready = new Line(number, line.toByteArray(), null);
        }
        line.reset();
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
