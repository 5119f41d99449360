package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.Measurement.Offered;

import org.jspecify.annotations.Nullable;

/**
 * The figures of a load.
 *
 * @param ratio operations a second against the baseline's, or null for a baseline
 * @param note what the figures alone do not tell, or null
 */
public record LoadResult(
        String id,
        String table,
        String name,
        long operations,
        double seconds,
        double perSecond,
        @Nullable Latency latency,
        @Nullable Offered offered,
        @Nullable String baseline,
        @Nullable Double ratio,
        @Nullable String note) {

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
