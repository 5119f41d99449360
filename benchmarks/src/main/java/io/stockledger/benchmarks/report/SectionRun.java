package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A section during its measurement: it keeps the figures of the loads measured so far. */
public final class SectionRun {

    private final ProgressLine progress;
    private final LoadTimes times;
    private final List<LoadResult> results = new ArrayList<>();

    public SectionRun(ProgressLine progress, LoadTimes times) {
        this.progress = progress;
        this.times = times;
    }

    /** Shows a preparation step on the progress line, such as "starting the service". */
    public void prepare(String step) {
        progress.prepare(step);
    }

    /** Runs a load without keeping its figures. */
    public void warmUp(Load load) throws Exception {
        load.run(times);
    }

    /** Runs a load and keeps its figures. */
    public Measurement measure(LoadName name, Load load) throws Exception {
        return measure(name, load, () -> null);
    }

    /**
     * Runs a load and keeps its figures with a note.
     *
     * @param note called after the load has ended; returns null for no note
     */
    public Measurement measure(LoadName name, Load load, Supplier<@Nullable String> note)
            throws Exception {
        LoadResult baseline =
                name.baseline() == null ? null : LoadResult.find(results, name.baseline());
        progress.measure(name.text());
        Measurement measured = load.run(times);
        LoadResult result = LoadResult.of(name, measured, baseline, note.get());
        results.add(result);
        progress.measured(ResultsDocument.line(result));
        return measured;
    }

    /** Keeps the figures of a part of a load that was measured, such as one kind of request. */
    public void keepPart(LoadName name, Measurement part) {
        LoadResult result = LoadResult.of(name, part, null, null);
        results.add(result);
        progress.measured(ResultsDocument.line(result));
    }

    /** Returns the operations per second of a load that has been measured. */
    public double perSecond(String id) {
        return LoadResult.find(results, id).perSecond();
    }

    /** Returns the figures of all loads with the results of the targets. */
    public Section section(SectionDefinition definition, Conditions conditions) {
        return new Section(
                definition.name(),
                definition.title(),
                conditions,
                List.copyOf(results),
                definition.targets().stream().map(target -> target.evaluate(results)).toList(),
                definition.latencyTargets().stream()
                        .map(target -> target.evaluate(results))
                        .toList());
    }
}
