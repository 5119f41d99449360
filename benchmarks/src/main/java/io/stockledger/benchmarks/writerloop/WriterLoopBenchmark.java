package io.stockledger.benchmarks.writerloop;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.processing.CommandProcessor;
import io.stockledger.command.processing.LoopLimits;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures the writer loop beside its baseline, in one run on one Postgres. */
@Command(
        name = "bench writer-loop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the writer loop, in process, beside one INSERT a transaction on the same",
            "Postgres with fsync on, and writes the figures as JSON and Markdown."
        })
public final class WriterLoopBenchmark implements Callable<Integer> {

    @Option(names = "--clients", description = "Clients of the loop (${DEFAULT-VALUE}).")
    private int clients = 256;

    @Option(names = "--products", description = "Products of the spread load (${DEFAULT-VALUE}).")
    private int products = 100_000;

    @Option(names = "--seconds", description = "Measured time of each load (${DEFAULT-VALUE}).")
    private int seconds = 15;

    @Option(names = "--warm-up", description = "Seconds before it (${DEFAULT-VALUE}).")
    private int warmUpSeconds = 8;

    @Option(
            names = "--data",
            description = "Where the Postgres lives meanwhile (${DEFAULT-VALUE}).")
    private Path data = Path.of(".stockledger");

    @Option(names = "--results", description = "Where the results go (${DEFAULT-VALUE}).")
    private Path results = Path.of("benchmarks", "results");

    private WriterLoopBenchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WriterLoopBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Measurement> measured = new ArrayList<>();
        try (BenchmarkDatabase database = new BenchmarkDatabase(data)) {
            String durability =
                    "fsync=%s, synchronous_commit=%s, full_page_writes=%s"
                            .formatted(
                                    database.setting("fsync"),
                                    database.setting("synchronous_commit"),
                                    database.setting("full_page_writes"));
            System.out.println("Postgres is up: " + durability);
            measured.add(measureBaseline(database));
            measureLoop(database, measured);
            WriterLoopReport report = new WriterLoopReport(durability, measured);
            System.out.println(report.markdown());
            Files.createDirectories(results);
            Files.writeString(results.resolve("writer-loop.md"), report.markdown());
            Files.writeString(results.resolve("writer-loop.json"), report.json());
        }
        return 0;
    }

    private Measurement measureBaseline(BenchmarkDatabase database) throws Exception {
        try (HikariDataSource owner = database.owner(SingleInserts.CONNECTIONS + 1);
                SingleInserts inserts = new SingleInserts(owner)) {
            return measure(database, inserts.load(products));
        }
    }

    private void measureLoop(BenchmarkDatabase database, List<Measurement> measured)
            throws Exception {
        CommandProcessor processor =
                new CommandProcessor(
                        new PostgresEventStore(database.application()),
                        new PostgresSnapshotStore(database.application()),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC(),
                        LoopLimits.defaults());
        processor.start();
        try {
            System.out.println("Registering " + products + " products");
            Products.register(processor, products);
            measured.add(measure(database, load("spread over " + products, processor, products)));
            measured.add(measure(database, load("one hot product", processor, 1)));
        } finally {
            processor.stop();
        }
    }

    private ClosedLoop load(String name, CommandProcessor processor, int productCount) {
        return new ClosedLoop(
                "writer loop, " + name + ", " + clients + " clients",
                clients,
                Thread.ofVirtual().factory(),
                number -> new ReserveAndShip(processor, productCount, number));
    }

    private Measurement measure(BenchmarkDatabase database, ClosedLoop load) throws Exception {
        database.checkpoint();
        Measurement measurement = load.run(warmUpSeconds, seconds);
        System.out.printf(
                "%-60s %,10.0f/s   p50 %6.2f ms   p99 %6.2f ms%n",
                measurement.name(),
                measurement.perSecond(),
                measurement.p50Ms(),
                measurement.p99Ms());
        return measurement;
    }
}
