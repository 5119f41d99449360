package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Checks that all lines of a bulk answer are successes, without parsing the JSON. */
final class BulkAnswer {

    private static final byte[] SUCCESS = "\"status\":200".getBytes(US_ASCII);

    private static final int SHOWN_BYTES_MAX = 1_000;

    private BulkAnswer() {}

    /**
     * Checks that an answer consists of this number of successes.
     *
     * @throws IllegalStateException if a line was refused; the message has the start of the answer
     */
    static void requireSuccesses(byte[] ndjson, int lines) {
        if (successes(ndjson) != lines) {
            String start = new String(ndjson, 0, Math.min(SHOWN_BYTES_MAX, ndjson.length), UTF_8);
            throw new IllegalStateException("a line of the bulk request was refused: " + start);
        }
    }

    /** Returns the number of lines that are successes. */
    private static int successes(byte[] ndjson) {
        int found = 0;
        for (int at = 0; at + SUCCESS.length <= ndjson.length; at++) {
            if (ndjson[at] == SUCCESS[0] && matches(ndjson, at)) {
                found++;
                at += SUCCESS.length - 1;
            }
        }
        return found;
    }

    private static boolean matches(byte[] ndjson, int at) {
        for (int i = 1; i < SUCCESS.length; i++) {
            if (ndjson[at + i] != SUCCESS[i]) {
                return false;
            }
        }
        return true;
    }
}
