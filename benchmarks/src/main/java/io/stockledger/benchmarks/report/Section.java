package io.stockledger.benchmarks.report;

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
        List<Target.Result> targets) {}
