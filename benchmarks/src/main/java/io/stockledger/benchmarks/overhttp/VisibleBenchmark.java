package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.load.FixedWork;
import io.stockledger.benchmarks.overhttp.ServiceProcess.Program;
import io.stockledger.benchmarks.report.LatencyTarget;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.benchmarks.subcommand.MeasurementOptions;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.process.ServiceJvm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Map;

/** {@code ./bench visible}. */
@Command(
        name = "visible",
        sortOptions = false,
        description =
                "The delay from the answer to a command until a replica answers with its version.")
public final class VisibleBenchmark extends Benchmark {

    private static final String LOAD = "commit-to-visible";
    private static final int PRODUCTS = 10_000;
    private static final int CLIENTS = 256;

    /** The rate at which the target must be met. */
    private static final int COMMANDS_PER_SECOND = 1_000;

    private static final int VISIBLE_MS_MAX = 100;

    private static final List<String> NOTES =
            List.of(
                    "Both Postgres databases, Kafka, the command service, two replicas of the query"
                            + " service and the load generator share the cores.",
                    "All reads go to one replica. Each replica projects half of the partitions.",
                    "The latency is the time from the answer to a command until `GET"
                            + " /v1/inventory/{id}?minVersion=...&waitMs=...` answers with its"
                            + " version.");

    @Spec private CommandSpec spec = CommandSpec.create();
    private int commandsPerSecond = COMMANDS_PER_SECOND;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "" + COMMANDS_PER_SECOND,
            description =
                    "Commands sent per second (${DEFAULT-VALUE}). The target is checked only at the"
                            + " default rate.")
    void setRate(int value) {
        commandsPerSecond = MeasurementOptions.atLeast(1, value, "--rate", spec);
    }

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "visible",
                "From commit to visible",
                1,
                ServiceJvm.HEAP_MAX_MIB,
                NOTES,
                List.of(),
                targets());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (KafkaBroker kafka = postgres.startKafka();
                EventsDatabase events = postgres.createEventsDatabase();
                ViewsDatabase views = postgres.createViewsDatabase()) {
            run.prepare("starting the services");
            String brokers = kafka.bootstrapServers();
            Map<String, String> viewSettings = views.serviceEnvironment();
            try (var commandService =
                            new ServiceProcess(
                                    Program.COMMAND,
                                    postgres,
                                    events.serviceEnvironment(),
                                    brokers);
                    var readReplica =
                            new ServiceProcess(Program.QUERY, postgres, viewSettings, brokers);
                    var _ = new ServiceProcess(Program.QUERY, postgres, viewSettings, brokers);
                    var commands = new HttpConnections(CLIENTS, commandService.port());
                    var reads = new HttpConnections(CLIENTS, readReplica.port())) {
                run.prepare("registering the products");
                run.warmUp(
                        new FixedWork(CLIENTS, PRODUCTS, commands.clients(Posts.registrations())));
                run.measure(
                        new LoadName(
                                LOAD,
                                "From commit to visible",
                                "%,d commands per second on %,d products"
                                        .formatted(commandsPerSecond, PRODUCTS),
                                null),
                        new VisibleReads(commands, reads, CLIENTS, PRODUCTS, commandsPerSecond));
            }
        }
    }

    private List<LatencyTarget> targets() {
        return commandsPerSecond == COMMANDS_PER_SECOND
                ? List.of(
                        new LatencyTarget(
                                "visible: from commit to visible in the answer of a replica, at"
                                        + " 1,000 commands/s (p99)",
                                LOAD,
                                LatencyTarget.Percentile.P99,
                                VISIBLE_MS_MAX))
                : List.of();
    }
}
