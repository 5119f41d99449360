package io.stockledger.benchmarks.report;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The results of one subcommand in one run.
 *
 * @param name of the subcommand, which is also the name of the JSON file
 */
public record Section(
        String name,
        String title,
        Conditions conditions,
        List<LoadResult> loads,
        List<Target.Result> targets,
        List<LatencyTarget.Result> latencyTargets) {

    /** Accepts results files without latency targets, which older versions wrote. */
    public Section(
            String name,
            String title,
            Conditions conditions,
            List<LoadResult> loads,
            List<Target.Result> targets,
            @Nullable List<LatencyTarget.Result> latencyTargets) {
        this.name = name;
        this.title = title;
        this.conditions = conditions;
        this.loads = loads;
        this.targets = targets;
        this.latencyTargets = latencyTargets == null ? List.of() : latencyTargets;
    }
}
