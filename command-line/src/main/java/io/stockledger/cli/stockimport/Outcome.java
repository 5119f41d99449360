package io.stockledger.cli.stockimport;

/** The end of a row. */
enum Outcome {
    REGISTERED("registered", "would be registered"),
    RECEIVED("received", "would be received"),
    COUNTED("counted", "would be counted"),
    UNCHANGED("unchanged", "unchanged"),
    DONE_BEFORE("done before", "done before"),
    PASSED_OVER("passed over", "passed over"),
    REJECTED("rejected", "rejected");

    private final String word;
    private final String dryRunWord;

    Outcome(String word, String dryRunWord) {
        this.word = word;
        this.dryRunWord = dryRunWord;
    }

    String word(boolean isDryRun) {
        return isDryRun ? dryRunWord : word;
    }
}
