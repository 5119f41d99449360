package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.load.ChainedLoop;
import io.stockledger.benchmarks.load.ProductChoice;
import io.stockledger.benchmarks.overhttp.HttpConnection.Request;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.events.EventTopic;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.process.ServiceJvm;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code ./bench reads}. */
@Command(
        name = "reads",
        sortOptions = false,
        description =
                "The query service over HTTP, beside the same server answering a constant and a"
                        + " bare select.")
public final class ReadsBenchmark implements Callable<Integer> {

    private static final String NAME = "reads";
    private static final int PRODUCTS = 10_000;
    private static final int CONNECTIONS = 64;
    private static final int WAITING = 10_000;
    private static final int CHANGES_PER_SECOND = PRODUCTS / 100;
    private static final int LOADS = 6;

    private static final String CONSTANT = "constant-get";
    private static final String CACHED = "cached";
    private static final String CHANGING = "cached-changing";
    private static final String SELECT = "bare-select";
    private static final String UNCACHED = "uncached";

    /**
     * The bare select has 64 readers on ten connections, and on a slow machine the last of them
     * waits for longer, until the compilers are done, than the service lets a reader wait.
     */
    private static final Map<String, String> PATIENCE =
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
                            "reads: the same, 1 % of the products changing every second",
                            CHANGING, CONSTANT, 0.75),
                    new Target(
                            "reads: by key from Postgres, against a bare JdbcClient select",
                            UNCACHED,
                            SELECT,
                            0.9));

    private static final List<String> NOTES =
            List.of(
                    "Postgres, Kafka, the service and the generator share the cores. The baselines"
                            + " are two more endpoints of the same server.",
                    "What is read from Postgres is read with `STOCKLEDGER_READS_CACHEBYTESMAX=0`,"
                            + " beside the bare select in that same process.",
                    "Products change while the server is warmed up, too, and not while the constant"
                            + " answer and the reads from memory are measured.",
                    "10,000 waiting reads hold 10,000 connections to one replica, which has"
                            + " `-Xmx512m` and ends where it is out of memory.");

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private ReadsBenchmark() {}

    @Override
    public Integer call() throws Exception {
        measure(options, MeasuringOptions.commandLine(spec));
        return 0;
    }

    /** Measures the section, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine) throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                KafkaBroker kafka = HttpBenchmark.startKafka(postgres);
                ViewsDatabase database = postgres.createViewsDatabase();
                ProgressLine progress = ProgressLine.onStderr(NAME, LOADS, options.times())) {
            SectionRun run = new SectionRun(progress, options.times());
            run.prepare("publishing the products");
            try (var products =
                    new PublishedProducts(
                            kafka.bootstrapServers(), EventTopic.DEFAULT_NAME, PRODUCTS)) {
                new ReadsBenchmark.Loads(run, options, postgres, kafka, database, products)
                        .measure();
            }
            Conditions conditions =
                    Conditions.of(
                            machine,
                            commandLine,
                            ServiceJvm.HEAP_MAX_MIB,
                            postgres.server(),
                            options.times(),
                            NOTES);
            new ResultsFolder(options.results())
                    .keep(run.section(NAME, "Reads over HTTP", conditions, TARGETS));
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private record Loads(
            SectionRun run,
            MeasuringOptions options,
            BenchmarkPostgres postgres,
            KafkaBroker kafka,
            ViewsDatabase database,
            PublishedProducts products) {

        void measure() throws Exception {
            run.prepare("starting the service");
            try (ServiceProcess service = start(Map.of())) {
                changing(() -> warmUp(service.port()));
                gets(service.port(), CONSTANT, "a constant answer", null, ReadBaselines.CONSTANT);
                gets(service.port(), CACHED, "from memory", CONSTANT, "/v1/inventory/");
                changing(
                        () ->
                                gets(
                                        service.port(),
                                        CHANGING,
                                        "from memory, 100 products changing every second",
                                        CONSTANT,
                                        "/v1/inventory/"));
                waiting(service.port());
            }
            run.prepare("starting the service without a cache");
            try (ServiceProcess service = start(Map.of("STOCKLEDGER_READS_CACHEBYTESMAX", "0"))) {
                warmUp(service.port());
                gets(service.port(), SELECT, "a bare select", null, ReadBaselines.SELECT);
                gets(service.port(), UNCACHED, "from Postgres", SELECT, "/v1/inventory/");
            }
        }

        private ServiceProcess start(Map<String, String> more) throws Exception {
            Map<String, String> settings = new HashMap<>(database.serviceEnvironment());
            settings.putAll(PATIENCE);
            settings.putAll(more);
            return new ServiceProcess(
                    ServiceProcess.Program.QUERY, postgres, settings, kafka.bootstrapServers());
        }

        private void warmUp(int port) throws Exception {
            run.prepare("warming up the server");
            try (HttpConnections connections = new HttpConnections(CONNECTIONS, port)) {
                for (String path :
                        List.of(ReadBaselines.CONSTANT, ReadBaselines.SELECT, "/v1/inventory/")) {
                    loop(connections, path).run(options.times());
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

        /** Does something while products change. */
        private void changing(Step step) throws Exception {
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

        private void waiting(int port) throws Exception {
            run.prepare("opening the connections");
            try (HttpConnections connections = new HttpConnections(WAITING, port)) {
                run.measure(
                        new LoadName(
                                "waiting",
                                "Reads that wait for a version, from its publication to the answer",
                                "10,000 at once, each for a product of its own",
                                null),
                        new WaitingReads(connections, products, WAITING));
            }
        }
    }
}
