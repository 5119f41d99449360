package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.events.EventTopic;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.process.ServiceJvm;

import picocli.CommandLine.Command;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code ./bench export}. */
@Command(
        name = "export",
        sortOptions = false,
        description =
                "The stock of a million products as CSV and JSON lines, compared with COPY of the"
                        + " same rows.")
public final class ExportBenchmark extends Benchmark {

    private static final int PRODUCTS = 1_000_000;
    private static final Duration PROJECTION_MAX = Duration.ofHours(2);
    private static final int LOADS = 3;

    private static final String COPY = "copy";
    private static final String CSV = "csv";
    private static final String JSON_LINES = "json-lines";
    private static final String TABLE = "All of 1,000,000 products, in products per second";

    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "export: a million products as CSV, against COPY of the same columns",
                            CSV,
                            COPY,
                            0.3));

    private static final List<String> NOTES =
            List.of(
                    "Each product has one warehouse. Postgres, the service, which runs with"
                            + " `-Xmx512m`, and the reader share the cores.",
                    "COPY is what `\\copy` in psql does: Postgres writes CSV to the connection, and"
                            + " nothing else processes the rows.",
                    "The reader counts the lines, and the load fails if a product is missing.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "export", "Exports", LOADS, ServiceJvm.HEAP_MAX_MIB, NOTES, TARGETS, List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (KafkaBroker kafka = postgres.startKafka();
                ViewsDatabase views = postgres.createViewsDatabase()) {
            run.prepare("publishing 1,000,000 products");
            try (var _ =
                    new PublishedProducts(
                            kafka.bootstrapServers(), EventTopic.DEFAULT_NAME, PRODUCTS)) {
                run.prepare("starting the service");
                try (var service =
                        new ServiceProcess(
                                ServiceProcess.Program.QUERY,
                                postgres,
                                views.serviceEnvironment(),
                                kafka.bootstrapServers(),
                                PROJECTION_MAX)) {
                    views.awaitProjected(PRODUCTS, products -> run.prepare(projected(products)));
                    run.prepare("vacuuming");
                    views.vacuum();
                    views.checkpoint();
                    run.measure(
                            new LoadName(COPY, TABLE, "COPY of the same columns", null),
                            new CopiedProducts(views, PRODUCTS));
                    run.measure(
                            new LoadName(CSV, TABLE, "CSV over HTTP", COPY),
                            new ExportedProducts(
                                    service.port(), "text/csv", PRODUCTS + 1L, PRODUCTS));
                    run.measure(
                            new LoadName(JSON_LINES, TABLE, "JSON lines over HTTP", COPY),
                            new ExportedProducts(
                                    service.port(), "application/x-ndjson", PRODUCTS, PRODUCTS));
                }
            }
        }
    }

    private static String projected(long products) {
        return String.format(Locale.ROOT, "projected %,d products", products);
    }
}
