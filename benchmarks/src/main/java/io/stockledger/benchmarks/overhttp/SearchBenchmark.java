package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.localstack.process.ServiceJvm;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;

import java.util.List;

/** {@code ./bench search}. */
@Command(
        name = "search",
        sortOptions = false,
        description =
                "Searches in a million products over HTTP, compared with a bare select of the same"
                        + " server.")
public final class SearchBenchmark extends Benchmark {

    private static final int PRODUCTS = 1_000_000;
    private static final int CLIENTS = 16;
    private static final int LOADS = 2;

    private static final String SELECT = "select";
    private static final String SEARCH = "search";
    private static final String TABLE = "A mix of searches in 1,000,000 products, 16 clients";
    private static final String KINDS = "Each kind of search in the mix";

    private static final List<String> NOTES =
            List.of(
                    "Each client sends one search of every kind after the other. A page has 50"
                            + " products.",
                    "Postgres, the service, which runs with `-Xmx512m`, and the load generator"
                            + " share the cores. Searches are not cached.",
                    "The bare select is another endpoint of the same server. It has the conditions"
                        + " and the order of the search, and Postgres plans it for its words. It"
                        + " reads neither holds nor lapsed reservations, and nothing limits the"
                        + " rows that it reads.",
                    "The service counts the products that match, and if there are at most 10,000,"
                            + " it gathers and sorts them. The bare select leaves the plan to"
                            + " Postgres.",
                    "The figures of a kind are those within the mix. All kinds have about the same"
                            + " rate, because each client sends them in turn.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "search", "Searches", LOADS, ServiceJvm.HEAP_MAX_MIB, NOTES, List.of(), List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        ProjectedProducts.measure(
                run,
                postgres,
                PRODUCTS,
                ReadsBenchmark.READ_TIMEOUTS,
                projected -> measure(run, projected.port()));
    }

    private static void measure(SectionRun run, int port) throws Exception {
        try (HttpConnections connections = new HttpConnections(CLIENTS, port)) {
            var selects = new Searches(connections, CLIENTS, SearchEndpoint.SELECT);
            var searches = new Searches(connections, CLIENTS, SearchEndpoint.SERVICE);
            measure(run, SELECT, "a bare select", null, selects);
            measure(run, SEARCH, "the search of the service", SELECT, searches);
            for (SearchKind kind : SearchKind.values()) {
                keep(run, SELECT, kind, ": a bare select", selects);
                keep(run, SEARCH, kind, "", searches);
            }
        }
    }

    private static void measure(
            SectionRun run, String id, String text, @Nullable String baseline, Searches load)
            throws Exception {
        run.measure(new LoadName(id, TABLE, text, baseline), load);
    }

    private static void keep(
            SectionRun run, String id, SearchKind kind, String suffix, Searches load) {
        run.keepPart(
                new LoadName(id + "-" + kind.id(), KINDS, kind.text() + suffix, null),
                load.of(kind));
    }
}
