package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Load;
import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A section while it is measured: each load beside the baselines before it. */
public final class SectionRun {

    private final ProgressLine progress;
    private final LoadTimes times;
    private final List<LoadResult> results = new ArrayList<>();

    public SectionRun(ProgressLine progress, LoadTimes times) {
        this.progress = progress;
        this.times = times;
    }

    /** Says what is made ready before the next load. */
    public void prepare(String what) {
        progress.prepare(what);
    }

    public Measurement measure(LoadName name, Load load) throws Exception {
        return measure(name, load, () -> null);
    }

    /**
     * Runs a load and keeps its figures.
     *
     * @param note asked for once the load has ended
     */
    public Measurement measure(LoadName name, Load load, Supplier<@Nullable String> note)
            throws Exception {
        LoadResult baseline = name.baseline() == null ? null : find(name.baseline());
        progress.measure(name.text());
        Measurement measured = load.run(times);
        LoadResult result = LoadResult.of(name, measured, baseline, note.get());
        results.add(result);
        progress.measured(ResultsDocument.line(result));
        return measured;
    }

    /** The operations a second of a load that has been measured. */
    public double perSecond(String id) {
        return find(id).perSecond();
    }

    /** All of it, judged by ratios. */
    public Section section(String name, String title, Conditions conditions, List<Target> targets) {
        return section(name, title, conditions, targets, List.of());
    }

    /** All of it, judged by ratios and times. */
    public Section section(
            String name,
            String title,
            Conditions conditions,
            List<Target> targets,
            List<LatencyTarget> latencyTargets) {
        return new Section(
                name,
                title,
                conditions,
                List.copyOf(results),
                targets.stream().map(target -> target.judge(results)).toList(),
                latencyTargets.stream().map(target -> target.judge(results)).toList());
    }

    private LoadResult find(String id) {
        return results.stream()
                .filter(result -> result.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " has not been measured"));
    }
}
