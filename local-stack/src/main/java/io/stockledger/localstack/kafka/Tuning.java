package io.stockledger.localstack.kafka;

/** What the broker's JVM is good at: its start costs 1.5 s of processor time less, or its work. */
public enum Tuning {
    /** For hours of work. */
    THROUGHPUT,
    /** For the minutes of a test run: without the optimising compiler. */
    QUICK_START
}
