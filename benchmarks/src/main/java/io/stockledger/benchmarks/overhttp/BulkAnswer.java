package io.stockledger.benchmarks.overhttp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes sure that all lines of a bulk answer are successes, without reading them as JSON. */
final class BulkAnswer {

    private static final byte[] SUCCESS = "\"status\":200".getBytes(US_ASCII);

    private static final int SHOWN_BYTES_MAX = 1_000;

    private BulkAnswer() {}

    /**
     * Passes an answer of so many successes.
     *
     * @throws IllegalStateException with the answer's beginning, where a line was refused
     */
    static void requireSuccesses(byte[] ndjson, int lines) {
        if (successes(ndjson) != lines) {
            String begins = new String(ndjson, 0, Math.min(SHOWN_BYTES_MAX, ndjson.length), UTF_8);
            throw new IllegalStateException("a line of the bulk was refused: " + begins);
        }
    }

    /** How many lines of the answer are successes. */
    static int successes(byte[] ndjson) {
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
