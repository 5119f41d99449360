package io.stockledger.query.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.query.generations.ReadModel;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The read models' lag and held products as gauges; NaN before the first look. */
public final class ProgressMetrics {

    private ProgressMetrics() {}

    public static void register(
            MeterRegistry registry, ProgressWatch watch, List<? extends ReadModel> projections) {
        for (ReadModel projection : projections) {
            String name = projection.name();
            gauge(
                    registry,
                    watch,
                    name,
                    "stockledger.projection.lag.events",
                    "Records of the topic that are not applied yet",
                    progress -> progress.lagEvents());
            gauge(
                    registry,
                    watch,
                    name,
                    "stockledger.projection.lag.ms",
                    "How far behind the read model may be, in milliseconds",
                    progress -> progress.lagMs(watch.now()));
            gauge(
                    registry,
                    watch,
                    name,
                    "stockledger.projection.position",
                    "The log position up to which everything is applied",
                    progress -> progress.position());
            gauge(
                    registry,
                    watch,
                    name,
                    "stockledger.projection.held.products",
                    "Products held back before a missing or unreadable event",
                    progress -> progress.held().count());
        }
    }

    private static void gauge(
            MeterRegistry registry,
            ProgressWatch watch,
            String projection,
            String name,
            String description,
            ToDoubleFunction<ProjectionProgress> figure) {
        Gauge.builder(
                        name,
                        watch,
                        w -> {
                            ProjectionProgress progress = w.projection(projection);
                            return progress == null ? Double.NaN : figure.applyAsDouble(progress);
                        })
                .description(description)
                .tag("projection", projection)
                .register(registry);
    }
}
