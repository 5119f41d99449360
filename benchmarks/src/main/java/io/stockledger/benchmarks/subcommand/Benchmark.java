package io.stockledger.benchmarks.subcommand;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code ./bench}: it measures one section and writes the results.
 *
 * <p>A run starts its own Postgres, measures the loads of the section one after the other, and
 * replaces the results of the section's previous run. If a load fails, no results are written.
 */
public abstract class Benchmark implements Callable<Integer> {

    @Mixin private final MeasurementOptions options = new MeasurementOptions();

    /** Returns why the section cannot be measured on this machine; null if it can. */
    protected @Nullable String reasonToSkip() {
        return null;
    }

    /** Returns the definition of the section, before anything is measured. */
    protected abstract SectionDefinition definition();

    /** Measures every load of the section. */
    protected abstract void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception;

    @Override
    public final Integer call() throws Exception {
        String reason = reasonToSkip();
        if (reason != null) {
            System.err.println("bench: " + reason);
            return 1;
        }
        run(definition(), options, options.commandLine());
        return 0;
    }

    /** Runs the benchmark as a part of {@code ./bench all}; skips it if this machine cannot. */
    public final void run(MeasurementOptions options) throws Exception {
        SectionDefinition definition = definition();
        String reason = reasonToSkip();
        if (reason != null) {
            System.err.println(definition.name() + ": skipped, " + reason);
            return;
        }
        run(definition, options, "./bench " + definition.name());
    }

    private void run(SectionDefinition definition, MeasurementOptions options, String commandLine)
            throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                ProgressLine progress =
                        ProgressLine.onStderr(
                                definition.name(), definition.loads(), options.times())) {
            SectionRun run = new SectionRun(progress, options.times());
            measure(run, postgres);
            Conditions conditions =
                    Conditions.of(
                            machine,
                            commandLine,
                            definition.heapMaxMiB(),
                            postgres.server(),
                            options.times(),
                            definition.notes());
            new ResultsFolder(options.results()).save(run.section(definition, conditions));
        }
    }
}
