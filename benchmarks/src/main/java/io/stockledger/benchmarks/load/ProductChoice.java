package io.stockledger.benchmarks.load;

import org.apache.commons.rng.sampling.distribution.DiscreteSampler;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;

import java.util.SplittableRandom;

/** Chooses the products of the commands of one client. Not thread-safe. */
public interface ProductChoice {

    /** Returns the number of the next product, from 0. */
    int next();

    /** Chooses each product with the same probability. */
    static ProductChoice evenly(int products) {
        SplittableRandom random = new SplittableRandom();
        return () -> random.nextInt(products);
    }

    /**
     * Chooses the product of rank k with a probability proportional to 1/k^exponent. With the
     * exponent 2.0 and many products, the first product gets 61 % of all commands.
     */
    static ProductChoice zipf(int products, double exponent) {
        SplittableRandom random = new SplittableRandom();
        DiscreteSampler ranks =
                RejectionInversionZipfSampler.of(random::nextLong, products, exponent);
        return () -> ranks.sample() - 1;
    }
}
