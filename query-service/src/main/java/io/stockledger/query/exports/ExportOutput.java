package io.stockledger.query.exports;

import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/**
 * The bytes of an export. They are collected in a buffer of 32 KiB and sent when it is full; the
 * sending waits while the caller does not read. The headers of the answer may be changed until the
 * first buffer is sent. For one thread.
 */
public final class ExportOutput extends OutputStream {

    static final int BUFFER_BYTES = 32_768;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final HttpServletResponse response;
    private final Runnable beginning;
    private final RunningExport export;
    private final LongConsumer rowsSent;
    private int filled;
    private long rows;

    /**
     * @param beginning runs before the first bytes are sent
     * @param rowsSent takes the number of rows in each part that was sent
     */
    ExportOutput(
            HttpServletResponse response,
            Runnable beginning,
            RunningExport export,
            LongConsumer rowsSent) {
        this.response = response;
        this.beginning = beginning;
        this.export = export;
        this.rowsSent = rowsSent;
    }

    @Override
    public void write(int value) throws IOException {
        if (filled == BUFFER_BYTES) {
            send();
        }
        buffer[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == BUFFER_BYTES) {
                send();
            }
            int part = Math.min(left, BUFFER_BYTES - filled);
            System.arraycopy(bytes, from, buffer, filled, part);
            filled += part;
            from += part;
            left -= part;
        }
    }

    /** Counts a row that was written. */
    public void endRow() {
        rows++;
    }

    /** Sends the rest. */
    void finish() throws IOException {
        send();
    }

    private void send() throws IOException {
        if (!export.hasBegun()) {
            export.begin();
            beginning.run();
        }
        export.beginWaiting(System.nanoTime());
        try {
            response.getOutputStream().write(buffer, 0, filled);
        } finally {
            export.endWaiting();
        }
        rowsSent.accept(rows);
        filled = 0;
        rows = 0;
    }
}
