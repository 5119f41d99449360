package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;

import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A file that is read again and again, one after the other, and each time to its end: the measured
 * time is longer than asked for by up to one file. The load fails if a file has another number of
 * lines than it should have.
 */
abstract class WholeFiles implements Load {

    private final long lines;
    private final long products;

    /**
     * @param lines the number of lines that a complete file has
     * @param products the number of products in it
     */
    WholeFiles(long lines, long products) {
        this.lines = lines;
        this.products = products;
    }

    /** Reads one file to its end. */
    abstract void read(OutputStream to) throws Exception;

    @Override
    public final Measurement run(LoadTimes times) throws Exception {
        readFor(times.warmUpSeconds());
        long start = System.nanoTime();
        long files = readFor(times.seconds());
        return new Measurement(files * products, (System.nanoTime() - start) / 1e9, null, null);
    }

    private long readFor(int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long files = 0;
        do {
            var counter = new LineCounter();
            read(counter);
            if (counter.lines != lines) {
                throw new IllegalStateException(
                        "the file has %d lines instead of %d".formatted(counter.lines, lines));
            }
            files++;
        } while (System.nanoTime() < end);
        return files;
    }

    private static final class LineCounter extends OutputStream {

        private long lines;

        @Override
        public void write(int value) {
            if (value == '\n') {
                lines++;
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    lines++;
                }
            }
        }
    }
}
