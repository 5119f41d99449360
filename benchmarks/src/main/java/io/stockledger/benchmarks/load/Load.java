package io.stockledger.benchmarks.load;

/** A load that runs for a given time and is measured. */
public interface Load {

    /**
     * Runs the load to its end.
     *
     * @throws Exception if an operation failed
     */
    Measurement run(LoadTimes times) throws Exception;
}
