package io.stockledger.benchmarks.overhttp;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.baseline.LoadFoldAppend;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.ServiceJvm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code ./bench http}. */
@Command(
        name = "http",
        sortOptions = false,
        description = "The command service over HTTP, beside the same server answering a constant.")
public final class HttpBenchmark implements Callable<Integer> {

    private static final String NAME = "http";

    private static final List<String> NOTES =
            List.of(
                    "Postgres, Kafka, the service and the generator share the cores; the relay"
                            + " publishes meanwhile as in production, and has caught up before each"
                            + " load.",
                    "Each POST reserves one unit or ships it. The baselines are two more endpoints"
                            + " of the same server, which get the same bodies.");

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private HttpBenchmark() {}

    @Override
    public Integer call() throws Exception {
        measure(options, MeasuringOptions.commandLine(spec));
        return 0;
    }

    /** Measures the section, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine) throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                KafkaBroker kafka = startKafka(postgres);
                EventsDatabase database = postgres.createEventsDatabase();
                ProgressLine progress =
                        ProgressLine.onStderr(NAME, HttpLoads.LOADS, options.times())) {
            SectionRun run = new SectionRun(progress, options.times());
            run.prepare("starting the service");
            try (HikariDataSource owner = database.owner(1)) {
                LoadFoldAppend.createProducts(owner, ProductSpread.PRODUCTS);
            }
            try (ServiceProcess service =
                    new ServiceProcess(
                            ServiceProcess.Program.COMMAND,
                            postgres,
                            database.serviceEnvironment(),
                            kafka.bootstrapServers())) {
                new HttpLoads(new HttpRun(run, options.times(), database, service.port()))
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
                    .keep(run.section(NAME, "Over HTTP", conditions, HttpLoads.TARGETS));
        }
    }

    static KafkaBroker startKafka(BenchmarkPostgres postgres) {
        return KafkaBroker.start(
                new KafkaBroker.Location(
                        postgres.folder().resolve("kafka"),
                        Cache.folder(),
                        postgres.processes(),
                        postgres.folder().resolve("kafka.log")),
                Ports.free(),
                Ports.free(),
                Tuning.THROUGHPUT);
    }
}
