package io.stockledger.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body as a stream, whose encoding is checked before its first byte is returned. The check waits
 * for the first line or the first four bytes, and the first read returns without waiting for more.
 * Used by one thread.
 */
final class BodyStream extends InputStream {

    private final InputStream body;
    private final byte[] start = new byte[UnicodeEncoding.PREFIX_BYTES];
    private boolean checked;

    /** The bytes of {@link #start} from {@code at} to {@code end} have not been returned yet. */
    private int at;

    private int end;

    BodyStream(InputStream body) {
        this.body = body;
    }

    /**
     * Waits for the first line or the first four bytes. A failure of the connection is thrown by
     * the reads that follow the bytes before it.
     *
     * @throws ProblemException unsupported-media-type, if the body is not UTF-8
     */
    void requireUtf8() {
        if (checked) {
            return;
        }
        try {
            while (end < start.length && !hasLineFeed()) {
                int count = body.read(start, end, start.length - end);
                if (count < 0) {
                    break;
                }
                end += count;
            }
        } catch (IOException _) {
            // The next read of the body throws it again.
        }
        RequestBodies.requireUtf8(start, end);
        checked = true;
    }

    private boolean hasLineFeed() {
        for (int i = 0; i < end; i++) {
            if (start[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        requireUtf8();
        return at < end ? start[at++] & 0xff : body.read();
    }

    /**
     * Reads at least one byte, if there is one.
     *
     * @throws ProblemException unsupported-media-type, if the body is not UTF-8
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        requireUtf8();
        if (at == end) {
            return body.read(into, offset, length);
        }
        // Only these bytes: more may not arrive before the caller has used them.
        int count = Math.min(length, end - at);
        System.arraycopy(start, at, into, offset, count);
        at += count;
        return count;
    }
}
