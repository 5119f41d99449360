package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.Measurement.OfferedLoad;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The figures of a load.
 *
 * @param ratio operations per second divided by those of the baseline, or null for a baseline
 * @param note a fact that the figures alone do not show, or null
 */
public record LoadResult(
        String id,
        String table,
        String name,
        long operations,
        double seconds,
        double perSecond,
        @Nullable Latency latency,
        @Nullable OfferedLoad offered,
        @Nullable String baseline,
        @Nullable Double ratio,
        @Nullable String note) {

    /**
     * Returns the result with this id.
     *
     * @throws IllegalStateException if no load with this id has been measured
     */
    static LoadResult find(List<LoadResult> results, String id) {
        return results.stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no load was measured as " + id));
    }

    static LoadResult of(
            LoadName name,
            Measurement measured,
            @Nullable LoadResult baseline,
            @Nullable String note) {
        return new LoadResult(
                name.id(),
                name.table(),
                name.text(),
                measured.operations(),
                measured.seconds(),
                measured.perSecond(),
                measured.latency(),
                measured.offered(),
                name.baseline(),
                baseline == null ? null : measured.perSecond() / baseline.perSecond(),
                note);
    }
}
