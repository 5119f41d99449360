package io.stockledger.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Bytes of a body that arrive one after the other. The buffer grows with what has arrived, and its
 * size is taken from the byte budget before it grows. Used by one thread.
 */
public final class BodyBuffer {

    private static final int FIRST_BYTES = 512;
    private static final byte[] EMPTY = {};

    private final IncomingBody body;
    private byte[] bytes = EMPTY;
    private int size;

    /** An empty buffer, which takes its memory from the share of that body. */
    public BodyBuffer(IncomingBody body) {
        this.body = body;
    }

    /** The number of bytes that have arrived. */
    public int size() {
        return size;
    }

    /**
     * Adds bytes.
     *
     * @throws ProblemException overloaded, if the byte budget has no room
     */
    public void add(byte[] from, int offset, int count) {
        if (count > bytes.length - size) {
            grow(size + count, Integer.MAX_VALUE);
        }
        System.arraycopy(from, offset, bytes, size, count);
        size += count;
    }

    /**
     * Reads until the stream has ended or the buffer has that many bytes.
     *
     * @throws ProblemException overloaded, if the byte budget has no room
     */
    void readFrom(InputStream stream, int bytesMax) throws IOException {
        while (size < bytesMax) {
            if (size == bytes.length) {
                grow(size + 1, bytesMax);
            }
            int count = stream.read(bytes, size, Math.min(bytes.length, bytesMax) - size);
            if (count < 0) {
                return;
            }
            size += count;
        }
    }

    private void grow(int needed, int bytesMax) {
        long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
        int length = (int) Math.max(needed, Math.min(doubled, bytesMax));
        body.acquire(length - bytes.length);
        bytes = Arrays.copyOf(bytes, length);
    }

    /** Returns the bytes and empties the buffer. Their number stays acquired. */
    public byte[] take() {
        byte[] taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        body.release(bytes.length - size);
        bytes = EMPTY;
        size = 0;
        return taken;
    }

    /** Empties the buffer and gives its memory back. */
    public void clear() {
        body.release(bytes.length);
        bytes = EMPTY;
        size = 0;
    }
}
