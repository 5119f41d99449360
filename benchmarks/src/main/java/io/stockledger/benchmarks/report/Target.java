package io.stockledger.benchmarks.report;

import java.util.List;

/**
 * A ratio that was asked for.
 *
 * @param load the id of the load that is judged
 * @param baseline the id of what it is judged against
 * @param atLeast the least ratio of their operations a second
 */
public record Target(String text, String load, String baseline, double atLeast) {

    /** The target beside what was measured. */
    public record Result(
            String text,
            String load,
            String baseline,
            double atLeast,
            double measured,
            boolean met) {

        /** By which part of the target it was missed, from 0 to 1; 0 where it was met. */
        public double missedBy() {
            return met ? 0 : 1 - measured / atLeast;
        }
    }

    Result judge(List<LoadResult> loads) {
        double measured = perSecond(loads, load) / perSecond(loads, baseline);
        return new Result(text, load, baseline, atLeast, measured, measured >= atLeast);
    }

    private static double perSecond(List<LoadResult> loads, String id) {
        return loads.stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing was measured as " + id))
                .perSecond();
    }
}
