package io.stockledger.benchmarks.report;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Everything that one subcommand measured in one run.
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

    /** Results that were kept before there were targets of time have none. */
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
