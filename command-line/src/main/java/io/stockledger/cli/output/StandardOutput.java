package io.stockledger.cli.output;

import io.stockledger.cli.OperatorFailure;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Stdout, whose failures no writer above it can swallow: they are thrown as a {@link
 * ClosedOutputException} if the reader has ended, or else as an {@link OperatorFailure} with the
 * reason. Output after the first failure is dropped. As thread-safe as the stream below it.
 */
public final class StandardOutput extends FilterOutputStream {

    /** The text of the error EPIPE, which the script keeps free of translations. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private volatile boolean hasFailed;

    public StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) {
        attempt(() -> out.write(value));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    private interface Attempt {

        void run() throws IOException;
    }

    private void attempt(Attempt attempt) {
        if (hasFailed) {
            return;
        }
        try {
            attempt.run();
        } catch (IOException e) {
            hasFailed = true;
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            if (reason.contains(BROKEN_PIPE)) {
                throw new ClosedOutputException();
            }
            throw new OperatorFailure("cannot write the output (%s)".formatted(reason), e);
        }
    }
}
