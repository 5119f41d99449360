package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.localstack.process.ServiceJvm;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.Map;

/** {@code ./bench export}. */
@Command(
        name = "export",
        sortOptions = false,
        description =
                "The stock of a million products as CSV and JSON lines, compared with COPY of the"
                        + " same rows.")
public final class ExportBenchmark extends Benchmark {

    private static final int PRODUCTS = 1_000_000;
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
        ProjectedProducts.measure(
                run, postgres, PRODUCTS, Map.of(), projected -> measure(run, projected));
    }

    private static void measure(SectionRun run, ProjectedProducts projected) throws Exception {
        run.measure(
                new LoadName(COPY, TABLE, "COPY of the same columns", null),
                new CopiedProducts(projected.views(), PRODUCTS));
        run.measure(
                new LoadName(CSV, TABLE, "CSV over HTTP", COPY),
                new ExportedProducts(projected.port(), "text/csv", PRODUCTS + 1L, PRODUCTS));
        run.measure(
                new LoadName(JSON_LINES, TABLE, "JSON lines over HTTP", COPY),
                new ExportedProducts(projected.port(), "application/x-ndjson", PRODUCTS, PRODUCTS));
    }
}
