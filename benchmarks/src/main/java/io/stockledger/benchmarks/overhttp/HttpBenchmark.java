package io.stockledger.benchmarks.overhttp;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.baseline.LoadFoldAppend;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.process.ServiceJvm;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.stream.Stream;

/** {@code ./bench http}. */
@Command(
        name = "http",
        sortOptions = false,
        description =
                "The command service over HTTP, compared with a constant answer of the same"
                        + " server.")
public final class HttpBenchmark extends Benchmark {

    private static final List<String> NOTES =
            List.of(
                    "Postgres, Kafka, the service and the load generator share the cores. The relay"
                            + " publishes during each load, as in production, and has published"
                            + " everything before the next load starts.",
                    "Each POST reserves or ships one unit. The baselines are two further endpoints"
                            + " of the same server, which receive the same bodies.",
                    "Security on: a token of a local issuer with each request, which is checked"
                            + " once and then found in memory.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "http",
                "Over HTTP",
                HttpLoads.LOADS + AccessLoads.LOADS,
                ServiceJvm.HEAP_MAX_MIB,
                NOTES,
                Stream.concat(HttpLoads.TARGETS.stream(), AccessLoads.TARGETS.stream()).toList(),
                List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (KafkaBroker kafka = postgres.startKafka()) {
            measureCommands(run, postgres, kafka);
            new AccessLoads(run, postgres, kafka.bootstrapServers()).measure();
        }
    }

    private static void measureCommands(
            SectionRun run, BenchmarkPostgres postgres, KafkaBroker kafka) throws Exception {
        try (EventsDatabase database = postgres.createEventsDatabase()) {
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
                new HttpLoads(new HttpRun(run, database, service)).measure();
            }
        }
    }
}
