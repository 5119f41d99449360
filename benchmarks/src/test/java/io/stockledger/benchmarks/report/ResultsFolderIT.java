package io.stockledger.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.benchmarks.load.LoadTimes;
import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ResultsFolderIT {

    @TempDir private Path folder;

    @Test
    void the_document_is_rendered_only_from_the_json_files_of_all_sections() throws Exception {
        ResultsFolder results = new ResultsFolder(folder.resolve("results"));
        results.save(section("growth", "Growth"));
        results.save(section("in-process", "In process"));
        Path document = folder.resolve("RESULTS.md");
        String rendered = Files.readString(document);
        assertThat(rendered).containsSubsequence("## Targets", "## In process", "## Growth");

        Files.delete(document);
        assertThat(Files.readString(results.render())).isEqualTo(rendered);
        Files.delete(folder.resolve("results/growth.json"));
        assertThat(Files.readString(results.render())).doesNotContain("## Growth");
    }

    @Test
    void a_section_read_from_its_json_file_equals_the_section_that_was_saved() throws Exception {
        ResultsFolder results = new ResultsFolder(folder.resolve("results"));
        Section section = section("http", "Over HTTP");
        results.save(section);
        assertThat(results.sections()).containsExactly(section);
    }

    @Test
    void a_latency_target_of_an_older_version_is_that_of_the_p99() throws Exception {
        Path results = Files.createDirectories(folder.resolve("results"));
        Files.writeString(
                results.resolve("visible.json"),
                """
                {"name": "visible", "title": "Visible", "loads": [], "targets": [],
                 "latencyTargets": [{"text": "soon", "load": "any", "p99AtMostMs": 100.0,
                   "measuredMs": 112.9, "met": false}]}
                """);
        assertThat(new ResultsFolder(results).sections())
                .flatExtracting(Section::latencyTargets)
                .containsExactly(
                        new LatencyTarget.Result(
                                "soon", "any", LatencyTarget.Percentile.P99, 100, 112.9, false));
    }

    private static Section section(String name, String title) throws Exception {
        LoadTimes times = new LoadTimes(1, 2);
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
                ProgressLine progress = new ProgressLine(nowhere, false, name, 2, 3)) {
            SectionRun run = new SectionRun(progress, times);
            run.measure(
                    new LoadName("slow", "Table", "slow", null),
                    _ -> new Measurement(10, 2, null, null));
            run.measure(
                    new LoadName("fast", "Table", "fast", "slow"),
                    _ -> new Measurement(30, 2, new Latency(1, 1.5, 2), null));
            return run.section(
                    new SectionDefinition(
                            name,
                            title,
                            2,
                            512,
                            List.of(),
                            List.of(new Target("fast", "fast", "slow", 2)),
                            List.of()),
                    Conditions.of(
                            Conditions.Machine.now(),
                            "./bench " + name,
                            512,
                            new Conditions.Server("18", Map.of("fsync", "on")),
                            times,
                            List.of()));
        }
    }
}
