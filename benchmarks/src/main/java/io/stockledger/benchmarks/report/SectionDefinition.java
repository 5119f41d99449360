package io.stockledger.benchmarks.report;

import java.util.List;

/**
 * A section before it is measured.
 *
 * @param name the name of the subcommand and of the JSON file
 * @param title the heading in the document
 * @param loads the number of loads that the section measures
 * @param heapMaxMiB the heap limit of the JVM that the command side runs in
 * @param notes further facts that a reader of the figures needs
 * @param targets the ratios that the loads must reach
 * @param latencyTargets the times that the loads must stay below
 */
public record SectionDefinition(
        String name,
        String title,
        int loads,
        long heapMaxMiB,
        List<String> notes,
        List<Target> targets,
        List<LatencyTarget> latencyTargets) {}
