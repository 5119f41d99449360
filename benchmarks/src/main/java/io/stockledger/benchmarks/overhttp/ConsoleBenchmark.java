package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.report.LatencyTarget;
import io.stockledger.benchmarks.report.LatencyTarget.Percentile;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.benchmarks.subcommand.MeasurementOptions;
import io.stockledger.localstack.process.BrowserScripts;
import io.stockledger.localstack.process.ServiceJvm;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./bench console}. */
@Command(
        name = "console",
        sortOptions = false,
        description =
                "The web console in a browser, with a million products and with live changes,"
                        + " compared with the same reads without a browser.")
public final class ConsoleBenchmark extends Benchmark {

    private static final int PRODUCTS = 1_000_000;

    /** Fewer are not enough for the scrolls and searches. */
    private static final int PRODUCTS_MIN = 20_000;

    private static final int LOADS = 3;

    /** How often each interaction is done at least, with a still log and while products change. */
    private static final int OF_EACH = 100;

    private static final int LIVE_OF_EACH = 40;
    private static final int CHANGES_PER_SECOND = 10_000;
    private static final int INTERACTION_MS_MAX = 100;
    private static final int LIVE_INTERACTION_MS_MAX = 200;

    private static final String STILL = "interactions";
    private static final String READS = "reads";
    private static final String LIVE = "live";
    private static final String STILL_TABLE = "One browser";
    private static final String LIVE_TABLE = "The same while products change";

    private static final List<LatencyTarget> TARGETS =
            List.of(
                    new LatencyTarget(
                            "console: from the input to the painted result of any interaction, in a"
                                    + " million products (p95)",
                            STILL,
                            Percentile.P95,
                            INTERACTION_MS_MAX),
                    new LatencyTarget(
                            "console: the same while 10,000 products change a second (p95)",
                            LIVE,
                            Percentile.P95,
                            LIVE_INTERACTION_MS_MAX));

    private static final List<String> NOTES =
            List.of(
                    "A million products, unless the command says otherwise. Chromium without a"
                        + " window and without a graphics processor, Postgres, Kafka, the service,"
                        + " which runs with `-Xmx512m`, and the script that gives the inputs share"
                        + " the cores.",
                    "The time begins with the time stamp of the input event. It ends with the first"
                            + " task of the page after the frame in which the result is in the"
                            + " document: all rows of the window, or all parts of the page of a"
                            + " product. Going back begins with the call of `history.back()`.",
                    "The keys of a search are 80 ms apart. The console searches with each key; it"
                            + " sends no search while the one before is being read, or until a"
                            + " pause of 200 ms, and this wait is included.",
                    "Each interaction is done at least 100 times, and 40 times while products"
                            + " change, also if that takes longer than the measured time.",
                    "The reads without a browser are those of the interactions, sent once more"
                            + " over open connections; interactions without reads are left out.",
                    "While products change, half of the changes are of the products in view. They"
                        + " are published to the topic, as the relay does it. A product that has"
                        + " changed several times in a batch reaches the page once, and a batch of"
                        + " more than 1,000 products as one event, after which the page reads its"
                        + " rows again.",
                    "The load fails if the page crashes, logs an error, or has 8 MiB more heap at"
                            + " the end than at the beginning.");

    private final BrowserScripts scripts = new BrowserScripts(Path.of(""));

    @Spec private CommandSpec spec = CommandSpec.create();
    private int productCount = PRODUCTS;

    @Option(
            names = "--products",
            paramLabel = "N",
            defaultValue = "" + PRODUCTS,
            description =
                    "Number of products (${DEFAULT-VALUE}). The targets are checked only with the"
                            + " default number.")
    void setProducts(int value) {
        productCount = MeasurementOptions.atLeast(PRODUCTS_MIN, value, "--products", spec);
    }

    @Override
    protected @Nullable String reasonToSkip() {
        return scripts.reasonToSkip();
    }

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "console",
                "Web console",
                LOADS,
                ServiceJvm.HEAP_MAX_MIB,
                NOTES,
                List.of(),
                productCount == PRODUCTS ? TARGETS : List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        ProjectedProducts.measure(
                run,
                postgres,
                productCount,
                Map.of(),
                projected -> {
                    measureStill(run, projected.port());
                    measureLive(run, projected.port(), projected.products(), projected.views());
                });
    }

    private void measureStill(SectionRun run, int port) throws Exception {
        var page = new PageInteractions(scripts, port, OF_EACH, _ -> {});
        run.measure(name(STILL, STILL_TABLE, "all interactions"), page, () -> text(page));
        keepEach(run, STILL, STILL_TABLE, page);
        try (var connections = new HttpConnections(RepeatedReads.togetherMax(page.done()), port)) {
            var reads = new RepeatedReads(connections, page.done());
            run.measure(name(READS, STILL_TABLE, "their reads without a browser"), reads);
            for (PageInteraction each : PageInteraction.values()) {
                run.keepPart(
                        name(id(READS, each), STILL_TABLE, "the reads of: " + each.text()),
                        reads.of(each));
            }
        }
    }

    private void measureLive(
            SectionRun run, int port, PublishedProducts products, ViewsDatabase views)
            throws Exception {
        try (var changes = new ProductChanges(products, CHANGES_PER_SECOND)) {
            var page = new PageInteractions(scripts, port, LIVE_OF_EACH, changes::show);
            long start = System.nanoTime();
            run.measure(
                    name(LIVE, LIVE_TABLE, "all interactions"),
                    page,
                    () -> {
                        double seconds = (System.nanoTime() - start) / 1e9;
                        return text(page) + "; " + text(changes, seconds, page, products, views);
                    });
            keepEach(run, LIVE, LIVE_TABLE, page);
        }
    }

    private static void keepEach(SectionRun run, String id, String table, PageInteractions page) {
        for (PageInteraction each : PageInteraction.values()) {
            run.keepPart(name(id(id, each), table, each.text()), page.of(each));
        }
    }

    private static String text(PageInteractions page) {
        return page.figures().text();
    }

    private static String text(
            ProductChanges changes,
            double seconds,
            PageInteractions page,
            PublishedProducts products,
            ViewsDatabase views) {
        try {
            return String.format(
                    Locale.ROOT,
                    "%,.0f changes/s published, %,.0f events/s received by the page; the read"
                            + " models were %,d events behind at the end",
                    changes.count() / seconds,
                    page.figures().changesPerSecond(),
                    products.events() - views.eventsProjected());
        } catch (SQLException e) {
            throw new IllegalStateException("the read models cannot be read", e);
        }
    }

    private static LoadName name(String id, String table, String text) {
        return new LoadName(id, table, text, null);
    }

    private static String id(String prefix, PageInteraction interaction) {
        return prefix + "-" + interaction.name().toLowerCase(Locale.ROOT);
    }
}
