package io.stockledger.benchmarks.load;

/** The duration of the warm-up and of the measured part of a load. */
public record LoadTimes(int warmUpSeconds, int seconds) {

    /** Returns the duration of the whole load. */
    public int totalSeconds() {
        return warmUpSeconds + seconds;
    }
}
