package io.stockledger.benchmarks.load;

/** How long a load runs before it is measured, and how long it is measured. */
public record LoadTimes(int warmUpSeconds, int seconds) {

    /** The whole time of a load. */
    public int totalSeconds() {
        return warmUpSeconds + seconds;
    }
}
