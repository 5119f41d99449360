package io.stockledger.benchmarks.load;

import org.apache.commons.rng.sampling.distribution.DiscreteSampler;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;

import java.util.SplittableRandom;

/** Which product the next command is about, by its number from 0. Each client has its own. */
public interface ProductChoice {

    int next();

    /** Every product as often as any other. */
    static ProductChoice evenly(int products) {
        SplittableRandom random = new SplittableRandom();
        return () -> random.nextInt(products);
    }

    /**
     * The product of rank k with a share of 1/k^exponent: with 2.0 over many products, the first
     * one gets 61 % of all commands.
     */
    static ProductChoice zipf(int products, double exponent) {
        SplittableRandom random = new SplittableRandom();
        DiscreteSampler ranks =
                RejectionInversionZipfSampler.of(random::nextLong, products, exponent);
        return () -> ranks.sample() - 1;
    }
}
