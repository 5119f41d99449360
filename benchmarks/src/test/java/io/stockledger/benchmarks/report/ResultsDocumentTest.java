package io.stockledger.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.benchmarks.load.Measurement;
import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.Measurement.OfferedLoad;
import io.stockledger.benchmarks.report.LatencyTarget.Percentile;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class ResultsDocumentTest {

    private static final Conditions CONDITIONS =
            new Conditions(
                    Instant.parse("2026-11-23T10:00:00Z"),
                    "./bench in-process",
                    2,
                    "Linux 6.1, amd64",
                    "25.0.3+9",
                    0.25,
                    512,
                    "18.1",
                    Map.of("fsync", "on"),
                    5,
                    10,
                    List.of("The relay does not run."));

    private static final LoadResult BASELINE =
            LoadResult.of(
                    new LoadName("single-inserts", "Baselines", "one INSERT", null),
                    new Measurement(200_000, 10, null, null),
                    null,
                    null);

    private static final LoadResult SPREAD =
            LoadResult.of(
                    new LoadName("closed-all", "Closed loop", "100,000 products", "single-inserts"),
                    new Measurement(700_000, 10, new Latency(3.456, 7.5, 12), null),
                    BASELINE,
                    "with a note");

    private static final LoadResult OPEN =
            LoadResult.of(
                    new LoadName("open-all", "Open loop", "at 120 %", "closed-all"),
                    new Measurement(
                            690_000,
                            10,
                            new Latency(800, null, 900),
                            new OfferedLoad(84_000, 840_000, 1_234)),
                    SPREAD,
                    null);

    private static Section section(Target... targets) {
        List<LoadResult> loads = List.of(BASELINE, SPREAD, OPEN);
        return new Section(
                "in-process",
                "In process",
                CONDITIONS,
                loads,
                List.of(targets).stream().map(target -> target.evaluate(loads)).toList(),
                List.of(
                        new LatencyTarget("quick", "closed-all", Percentile.P99, 20)
                                .evaluate(loads),
                        new LatencyTarget("at once", "closed-all", Percentile.P99, 12)
                                .evaluate(loads),
                        new LatencyTarget("mostly", "closed-all", Percentile.P95, 12)
                                .evaluate(loads)));
    }

    @Test
    void a_load_is_shown_with_its_rate_latencies_and_the_ratio_to_its_baseline() {
        assertThat(ResultsDocument.markdown(List.of(section())))
                .contains("| one INSERT | 20,000 |  |  |  |")
                .contains("| load | operations/s | p50 | p95 | p99 | against one INSERT |  |")
                .contains(
                        "| 100,000 products | 70,000 | 3.46 ms | 7.50 ms | 12.00 ms | 3.50 x |"
                                + " with a note |");
    }

    @Test
    void an_open_loop_shows_the_operations_that_were_not_sent_in_time() {
        assertThat(ResultsDocument.markdown(List.of(section())))
                .contains("| load | offered/s | not sent in time | operations/s |")
                .contains("| at 120 % | 84,000 | 1,234 of 840,000 | 69,000 |");
    }

    @Test
    void a_missed_target_shows_by_how_much_it_is_missed() {
        assertThat(
                        ResultsDocument.markdown(
                                List.of(
                                        section(
                                                new Target(
                                                        "spread",
                                                        "closed-all",
                                                        "single-inserts",
                                                        4),
                                                new Target(
                                                        "open", "open-all", "closed-all", 0.9)))))
                .contains("| spread | 4.00 x | 3.50 x | missed by 13 % |")
                .contains("| open | 0.90 x | 0.99 x | met |");
    }

    @Test
    void a_latency_target_is_met_only_by_a_latency_below_it() {
        assertThat(ResultsDocument.markdown(List.of(section())))
                .contains("| quick | under 20 ms | 12.00 ms | met |")
                .contains("| at once | under 12 ms | 12.00 ms | missed |");
    }

    @Test
    void a_latency_target_is_compared_with_the_percentile_that_it_names() {
        assertThat(ResultsDocument.markdown(List.of(section())))
                .contains("| mostly | under 12 ms | 7.50 ms | met |");
    }

    @Test
    void a_table_of_an_older_version_has_no_column_for_the_p95() {
        assertThat(ResultsDocument.markdown(List.of(section())))
                .contains(
                        "| load | offered/s | not sent in time | operations/s | p50 | p99 |"
                                + " against 100,000 products |");
    }

    @Test
    void the_conditions_of_a_section_are_shown() {
        assertThat(ResultsDocument.markdown(List.of(section())))
                .contains("`./bench in-process`")
                .contains("| started at | 2026-11-23 10:00 UTC |")
                .contains("| machine | 2 cores, Linux 6.1, amd64, load average 0.3 at the start |")
                .contains("| JVM of the command side | JDK 25.0.3+9, heap at most 512 MiB |")
                .contains("| Postgres | 18.1, `fsync=on` |")
                .contains("| each load | 5 s warm-up, 10 s measured |")
                .contains("- The relay does not run.");
    }

    @Test
    void the_document_says_so_if_there_are_no_results() {
        assertThat(ResultsDocument.markdown(List.of())).contains("Nothing has been measured yet");
    }
}
