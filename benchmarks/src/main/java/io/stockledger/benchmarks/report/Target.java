package io.stockledger.benchmarks.report;

import java.util.List;

/**
 * A ratio that a load must reach.
 *
 * @param load the id of the load
 * @param baseline the id of the baseline
 * @param atLeast the minimum ratio of their operations per second
 */
public record Target(String text, String load, String baseline, double atLeast) {

    /** The target and the measured ratio. */
    public record Result(
            String text,
            String load,
            String baseline,
            double atLeast,
            double measured,
            boolean met) {

        /** Returns the missing part of the target, from 0 to 1; 0 if the target is met. */
        public double missedBy() {
            return met ? 0 : 1 - measured / atLeast;
        }
    }

    Result evaluate(List<LoadResult> loads) {
        double measured =
                LoadResult.find(loads, load).perSecond()
                        / LoadResult.find(loads, baseline).perSecond();
        return new Result(text, load, baseline, atLeast, measured, measured >= atLeast);
    }
}
