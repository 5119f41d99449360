package io.stockledger.benchmarks.report;

import io.stockledger.benchmarks.load.Measurement.Latency;
import io.stockledger.benchmarks.load.Measurement.OfferedLoad;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders the sections as Markdown: first the targets, then each section with its conditions. */
final class ResultsDocument {

    private static final List<String> ORDER = List.of("in-process", "http", "growth", "aggregate");

    /** The order of the sections; sections that are not listed follow by name. */
    static final Comparator<Section> IN_ORDER =
            Comparator.<Section>comparingInt(
                            section ->
                                    ORDER.contains(section.name())
                                            ? ORDER.indexOf(section.name())
                                            : ORDER.size())
                    .thenComparing(Section::name);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final String HEAD =
            """
            # Results
            `./bench report` renders this page from `results/*.json`; do not edit it. Each figure is
            compared with a baseline that the same run measured on the same Postgres.
            [TUNING.md](TUNING.md) lists the optimizations that were tried and their effect.
            """;

    private static final String NO_RESULTS =
            """

            Nothing has been measured yet. `./bench all` measures everything.
            """;

    private static final String TARGETS =
            """

            ## Targets
            A ratio compares the operations per second of two loads of the same run. A time is the p95
            or p99 latency of a load, as the target says.

            | target | required | measured | |
            |---|---|---|---|
            """;

    private ResultsDocument() {}

    static String markdown(List<Section> sections) {
        StringBuilder text = new StringBuilder(HEAD);
        if (sections.isEmpty()) {
            return text.append(NO_RESULTS).toString();
        }
        text.append(TARGETS);
        for (Section section : sections) {
            section.targets().forEach(target -> text.append(row(target)));
            section.latencyTargets().forEach(target -> text.append(row(target)));
        }
        sections.forEach(section -> append(section, text));
        return text.toString();
    }

    /** Formats the figures of a load as one line for the terminal. */
    static String line(LoadResult load) {
        String ratio = load.ratio() == null ? "" : "   %.2f x".formatted(load.ratio());
        return String.format(
                Locale.ROOT,
                "%-72s %,10.0f/s   p50 %9s   p95 %9s   p99 %9s%s%s",
                load.name(),
                load.perSecond(),
                p50(load),
                p95(load),
                p99(load),
                ratio,
                load.note() == null ? "" : "   (" + load.note() + ")");
    }

    private static String row(Target.Result target) {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f x | %.2f x | %s |%n",
                target.text(),
                target.atLeast(),
                target.measured(),
                target.met()
                        ? "met"
                        : String.format(Locale.ROOT, "missed by %.0f %%", 100 * target.missedBy()));
    }

    private static String row(LatencyTarget.Result target) {
        return String.format(
                Locale.ROOT,
                "| %s | under %.0f ms | %s | %s |%n",
                target.text(),
                target.atMostMs(),
                milliseconds(target.measuredMs()),
                target.met() ? "met" : "missed");
    }

    private static void append(Section section, StringBuilder text) {
        text.append("\n## ").append(section.title()).append("\n");
        appendConditions(section.conditions(), text);
        Map<String, List<LoadResult>> tables =
                section.loads().stream()
                        .collect(
                                Collectors.groupingBy(
                                        LoadResult::table,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        Map<String, String> names =
                section.loads().stream()
                        .collect(Collectors.toMap(LoadResult::id, LoadResult::name));
        tables.forEach(
                (title, loads) -> {
                    text.append("\n### ").append(title).append("\n\n");
                    appendTable(loads, names, text);
                });
    }

    private static void appendConditions(Conditions conditions, StringBuilder text) {
        String settings =
                conditions.postgresSettings().entrySet().stream()
                        .map(setting -> "`%s=%s`".formatted(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining(", "));
        text.append(
                String.format(
                        Locale.ROOT,
                        """
                        `%s`

                        | | |
                        |---|---|
                        | started at | %s |
                        | machine | %d cores, %s, load average %.1f at the start |
                        | JVM of the command side | JDK %s, heap at most %d MiB |
                        | Postgres | %s, %s |
                        | each load | %d s warm-up, %d s measured |
                        """,
                        conditions.commandLine(),
                        MINUTE.format(conditions.startedAt()),
                        conditions.cores(),
                        conditions.system(),
                        conditions.loadAverageAtStart(),
                        conditions.jdk(),
                        conditions.heapMaxMiB(),
                        conditions.postgres(),
                        settings,
                        conditions.warmUpSeconds(),
                        conditions.seconds()));
        if (!conditions.notes().isEmpty()) {
            text.append("\n");
            conditions.notes().forEach(note -> text.append("- ").append(note).append("\n"));
        }
    }

    private static void appendTable(
            List<LoadResult> loads, Map<String, String> names, StringBuilder text) {
        boolean openLoop = loads.stream().anyMatch(load -> load.offered() != null);
        boolean hasNotes = loads.stream().anyMatch(load -> load.note() != null);
        boolean hasP95 = loads.stream().anyMatch(load -> !p95(load).isEmpty());
        Set<String> baselines =
                loads.stream()
                        .map(LoadResult::baseline)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        boolean oneBaseline = baselines.size() == 1;
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "load",
                                "operations/s",
                                "p50",
                                "p99",
                                oneBaseline
                                        ? "against " + names.get(baselines.iterator().next())
                                        : "against"));
        if (hasP95) {
            columns.add(3, "p95");
        }
        if (openLoop) {
            columns.addAll(1, List.of("offered/s", "not sent in time"));
        }
        if (hasNotes) {
            columns.add("");
        }
        appendRow(columns, text);
        appendRow(columns.stream().map(_ -> "---").toList(), text);
        for (LoadResult load : loads) {
            List<String> cells =
                    new ArrayList<>(
                            List.of(
                                    load.name(),
                                    String.format(Locale.ROOT, "%,.0f", load.perSecond()),
                                    p50(load),
                                    p99(load),
                                    against(load, oneBaseline ? Map.of() : names)));
            if (hasP95) {
                cells.add(3, p95(load));
            }
            if (openLoop) {
                cells.addAll(1, offeredCells(load.offered()));
            }
            if (hasNotes) {
                cells.add(load.note() == null ? "" : load.note());
            }
            appendRow(cells, text);
        }
    }

    private static void appendRow(List<String> cells, StringBuilder text) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Formats the ratio, with the name of the baseline unless the column heading names it. */
    private static String against(LoadResult load, Map<String, String> names) {
        if (load.ratio() == null || load.baseline() == null) {
            return "";
        }
        String ratio = String.format(Locale.ROOT, "%.2f x", load.ratio());
        String name = names.get(load.baseline());
        return name == null ? ratio : ratio + " " + name;
    }

    private static List<String> offeredCells(@Nullable OfferedLoad offered) {
        return offered == null
                ? List.of("", "")
                : List.of(
                        String.format(Locale.ROOT, "%,.0f", offered.perSecond()),
                        String.format(Locale.ROOT, "%,d of %,d", offered.notSent(), offered.due()));
    }

    private static String p50(LoadResult load) {
        Latency latency = load.latency();
        return latency == null ? "" : milliseconds(latency.p50Ms());
    }

    private static String p95(LoadResult load) {
        Latency latency = load.latency();
        Double p95Ms = latency == null ? null : latency.p95Ms();
        return p95Ms == null ? "" : milliseconds(p95Ms);
    }

    private static String p99(LoadResult load) {
        Latency latency = load.latency();
        return latency == null ? "" : milliseconds(latency.p99Ms());
    }

    private static String milliseconds(double ms) {
        return String.format(Locale.ROOT, "%.2f ms", ms);
    }
}
