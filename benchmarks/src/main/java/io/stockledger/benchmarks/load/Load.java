package io.stockledger.benchmarks.load;

/** Something that can be run for a while and measured. */
public interface Load {

    Measurement run(LoadTimes times) throws Exception;
}
