package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.load.FixedWork;
import io.stockledger.benchmarks.overhttp.ServiceProcess.Program;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.LatencyTarget;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.process.ServiceJvm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** {@code ./bench visible}. */
@Command(
        name = "visible",
        sortOptions = false,
        description = "From a command's answer to the answer of a replica that shows it.")
public final class VisibleBenchmark implements Callable<Integer> {

    private static final String NAME = "visible";
    private static final String LOAD = "commit-to-visible";
    private static final int PRODUCTS = 10_000;
    private static final int CLIENTS = 256;

    /** What the target is for. */
    private static final int COMMANDS_PER_SECOND = 1_000;

    private static final int VISIBLE_MS_MAX = 100;

    private static final List<String> NOTES =
            List.of(
                    "Both Postgres databases, Kafka, the command service, two replicas of the query"
                            + " service and the generator share the cores.",
                    "One replica is asked; the other projects half of the partitions.",
                    "The time from a command's answer to that of `GET"
                            + " /v1/inventory/{id}?minVersion=...&waitMs=...` with its version.");

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();
    private int commandsPerSecond;

    private VisibleBenchmark() {}

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "" + COMMANDS_PER_SECOND,
            description =
                    "Commands a second that are sent (${DEFAULT-VALUE}). For a machine that does"
                            + " fewer than that, or for what each of them costs.")
    void send(int wanted) {
        commandsPerSecond = MeasuringOptions.atLeast(1, wanted, "--rate", spec);
    }

    @Override
    public Integer call() throws Exception {
        measure(options, commandsPerSecond, MeasuringOptions.commandLine(spec));
        return 0;
    }

    /** Measures the section at the target's rate, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine) throws Exception {
        measure(options, COMMANDS_PER_SECOND, commandLine);
    }

    private static void measure(MeasuringOptions options, int commandsPerSecond, String commandLine)
            throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                KafkaBroker kafka = HttpBenchmark.startKafka(postgres);
                EventsDatabase events = postgres.createEventsDatabase();
                ViewsDatabase views = postgres.createViewsDatabase();
                ProgressLine progress = ProgressLine.onStderr(NAME, 1, options.times())) {
            SectionRun run = new SectionRun(progress, options.times());
            run.prepare("starting the services");
            String brokers = kafka.bootstrapServers();
            try (var command =
                            new ServiceProcess(
                                    Program.COMMAND,
                                    postgres,
                                    events.serviceEnvironment(),
                                    brokers);
                    var asked =
                            new ServiceProcess(
                                    Program.QUERY, postgres, views.serviceEnvironment(), brokers);
                    var _ =
                            new ServiceProcess(
                                    Program.QUERY, postgres, views.serviceEnvironment(), brokers);
                    var commands = new HttpConnections(CLIENTS, command.port());
                    var reads = new HttpConnections(CLIENTS, asked.port())) {
                run.prepare("registering the products");
                new FixedWork(CLIENTS, PRODUCTS, commands.clients(Posts.registrations()))
                        .run(options.times());
                run.measure(
                        new LoadName(
                                LOAD,
                                "From commit to visible",
                                "%,d commands a second on %,d products"
                                        .formatted(commandsPerSecond, PRODUCTS),
                                null),
                        new VisibleReads(commands, reads, CLIENTS, PRODUCTS, commandsPerSecond));
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
                    .keep(
                            run.section(
                                    NAME,
                                    "From commit to visible",
                                    conditions,
                                    List.of(),
                                    targets(commandsPerSecond)));
        }
    }

    private static List<LatencyTarget> targets(int commandsPerSecond) {
        return commandsPerSecond == COMMANDS_PER_SECOND
                ? List.of(
                        new LatencyTarget(
                                "commit to visible in a replica's answer, at 1,000 commands/s"
                                        + " (p99)",
                                LOAD,
                                VISIBLE_MS_MAX))
                : List.of();
    }
}
