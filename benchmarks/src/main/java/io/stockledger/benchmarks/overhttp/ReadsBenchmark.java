package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.ProductChoice;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.events.EventTopic;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.process.ServiceJvm;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code ./bench reads}. */
@Command(
        name = "reads",
        sortOptions = false,
        description =
                "The query service over HTTP, compared with a constant answer and a bare select of"
                        + " the same server.")
public final class ReadsBenchmark extends Benchmark {

    private static final int PRODUCTS = 10_000;
    private static final int CONNECTIONS = 64;
    private static final int WAITING_READS = 10_000;
    private static final int CHANGES_PER_SECOND = PRODUCTS / 100;
    private static final int LOADS = 6;

    private static final String CONSTANT = "constant-get";
    private static final String CACHED = "cached";
    private static final String CHANGING = "cached-changing";
    private static final String SELECT = "bare-select";
    private static final String UNCACHED = "uncached";

    /**
     * Longer timeouts than those of the service. The bare select has 64 readers on ten connections,
     * and on a slow machine the last reader waits longer than the service allows until the JIT
     * compilers have finished.
     */
    static final Map<String, String> READ_TIMEOUTS =
            Map.of(
                    "SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "60000",
                    "STOCKLEDGER_QUERY_READTIMEOUTMAXSECONDS", "60");

    private static final String TABLE = "GET of one of 10,000 products, 64 connections";

    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "reads: from memory, against a constant answer of the same server",
                            CACHED,
                            CONSTANT,
                            0.85),
                    new Target(
                            "reads: from memory while 1 % of the products change every second,"
                                    + " against a constant answer of the same server",
                            CHANGING, CONSTANT, 0.75),
                    new Target(
                            "reads: by key from Postgres, against a bare JdbcClient select",
                            UNCACHED,
                            SELECT,
                            0.9));

    private static final List<String> NOTES =
            List.of(
                    "Postgres, Kafka, the service and the load generator share the cores. The"
                            + " baselines are two further endpoints of the same server.",
                    "Reads from Postgres and the bare select run in one process with"
                            + " `STOCKLEDGER_READS_CACHEBYTESMAX=0`.",
                    "Products also change during the warm-up of the server. They do not change"
                            + " while the constant answer and the reads from memory are measured.",
                    "10,000 waiting reads hold 10,000 connections to one replica, which runs with"
                            + " `-Xmx512m` and exits if it runs out of memory.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "reads",
                "Reads over HTTP",
                LOADS,
                ServiceJvm.HEAP_MAX_MIB,
                NOTES,
                TARGETS,
                List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (KafkaBroker kafka = postgres.startKafka();
                ViewsDatabase database = postgres.createViewsDatabase()) {
            run.prepare("publishing the products");
            try (var products =
                    new PublishedProducts(
                            kafka.bootstrapServers(), EventTopic.DEFAULT_NAME, PRODUCTS)) {
                new Loads(run, postgres, kafka, database, products).measure();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private record Loads(
            SectionRun run,
            BenchmarkPostgres postgres,
            KafkaBroker kafka,
            ViewsDatabase database,
            PublishedProducts products) {

        void measure() throws Exception {
            run.prepare("starting the service");
            try (ServiceProcess service = start(Map.of())) {
                whileProductsChange(() -> warmUp(service.port()));
                gets(service.port(), CONSTANT, "a constant answer", null, ReadBaselines.CONSTANT);
                gets(service.port(), CACHED, "from memory", CONSTANT, "/v1/inventory/");
                whileProductsChange(
                        () ->
                                gets(
                                        service.port(),
                                        CHANGING,
                                        "from memory while 100 products change every second",
                                        CONSTANT,
                                        "/v1/inventory/"));
                waitingReads(service.port());
            }
            run.prepare("starting the service without its cache");
            try (ServiceProcess service = start(Map.of("STOCKLEDGER_READS_CACHEBYTESMAX", "0"))) {
                warmUp(service.port());
                gets(service.port(), SELECT, "a bare select", null, ReadBaselines.SELECT);
                gets(service.port(), UNCACHED, "from Postgres", SELECT, "/v1/inventory/");
            }
        }

        private ServiceProcess start(Map<String, String> overrides) throws Exception {
            Map<String, String> settings = new HashMap<>(database.serviceEnvironment());
            settings.putAll(READ_TIMEOUTS);
            settings.putAll(overrides);
            return new ServiceProcess(
                    ServiceProcess.Program.QUERY, postgres, settings, kafka.bootstrapServers());
        }

        private void warmUp(int port) throws Exception {
            run.prepare("warming up the server");
            try (HttpConnections connections = new HttpConnections(CONNECTIONS, port)) {
                for (String path :
                        List.of(ReadBaselines.CONSTANT, ReadBaselines.SELECT, "/v1/inventory/")) {
                    run.warmUp(loop(connections, path));
                }
            }
        }

        private void gets(int port, String id, String text, @Nullable String baseline, String path)
                throws Exception {
            try (HttpConnections connections = new HttpConnections(CONNECTIONS, port)) {
                run.measure(new LoadName(id, TABLE, text, baseline), loop(connections, path));
            }
        }

        private static ChainedLoop loop(HttpConnections connections, String path) {
            return new ChainedLoop(
                    CONNECTIONS,
                    1,
                    connections.clients(
                            _ -> {
                                ProductChoice choice = ProductChoice.evenly(PRODUCTS);
                                return () -> Request.get(path + FilledProducts.id(choice.next()));
                            }));
        }

        /** Runs a step while products change. */
        private void whileProductsChange(Step step) throws Exception {
            var random = new SplittableRandom();
            try (ScheduledExecutorService changes = Executors.newSingleThreadScheduledExecutor()) {
                var _ =
                        changes.scheduleAtFixedRate(
                                () -> products.change(random.nextInt(products.count())),
                                0,
                                TimeUnit.SECONDS.toNanos(1) / CHANGES_PER_SECOND,
                                TimeUnit.NANOSECONDS);
                step.run();
                changes.shutdownNow();
            }
        }

        private void waitingReads(int port) throws Exception {
            run.prepare("opening the connections");
            try (HttpConnections connections = new HttpConnections(WAITING_READS, port)) {
                run.measure(
                        new LoadName(
                                "waiting",
                                "Reads that wait for a version, from the publication of the event"
                                        + " to the answer",
                                "10,000 concurrent reads, each of a different product",
                                null),
                        new WaitingReads(connections, products, WAITING_READS));
            }
        }
    }
}
