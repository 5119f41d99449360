package io.stockledger.localstack.kafka;

/** The tuning of the broker's JVM. */
public enum Tuning {
    /** For hours of work: with the optimising compiler. */
    THROUGHPUT,
    /**
     * For the minutes of a test run: no optimising compiler, which saves 1.5 s of processor time.
     */
    QUICK_START
}
