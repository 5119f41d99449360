package io.stockledger.benchmarks.verification;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.LogFill;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.overhttp.ServiceProcess;
import io.stockledger.benchmarks.overhttp.ServiceProcess.Program;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.benchmarks.subcommand.LogSize;
import io.stockledger.localstack.kafka.KafkaBroker;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code ./bench verify}. */
@Command(
        name = "verify",
        sortOptions = false,
        description =
                "./stockledger verify on a filled event log, its topic and its read models. It"
                        + " fails if there is a difference.")
public final class VerificationBenchmark extends Benchmark {

    private static final String DEFAULT_EVENTS = "1m";

    private static final Duration PROJECTION_MAX = Duration.ofHours(12);

    private static final List<String> NOTES =
            List.of(
                    "The events belong to at most 100,000 products, whose streams are interleaved,"
                            + " so that the events of a product are far apart on the disk. Half of"
                            + " them reserve a line of an order, and the other half ship it.",
                    "The relay publishes the log and a query service projects it before the"
                            + " measurement. Both services keep running while it lasts.",
                    "Each event is read from the log twice, from the topic and from the movements"
                            + " once.");

    @Spec private CommandSpec spec = CommandSpec.create();
    private LogSize size = LogSize.of(DEFAULT_EVENTS);

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = DEFAULT_EVENTS,
            description =
                    "Size of the event log, in events, such as 500k or 10m (${DEFAULT-VALUE}).")
    void setEvents(String text) {
        try {
            size = LogSize.of(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--events: " + e.getMessage(), e, null, text);
        }
    }

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "verify",
                "Verification",
                1,
                VerifierProcess.HEAP_MAX_MIB,
                NOTES,
                List.of(),
                List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (KafkaBroker kafka = postgres.startKafka();
                EventsDatabase events = postgres.createEventsDatabase();
                ViewsDatabase views = postgres.createViewsDatabase()) {
            long total = fill(run, events);
            String brokers = kafka.bootstrapServers();
            run.prepare("publishing and projecting " + size.text());
            try (var _ =
                            new ServiceProcess(
                                    Program.COMMAND,
                                    postgres,
                                    events.serviceEnvironment(),
                                    brokers);
                    var _ =
                            new ServiceProcess(
                                    Program.QUERY,
                                    postgres,
                                    views.serviceEnvironment(),
                                    brokers,
                                    PROJECTION_MAX)) {
                views.awaitProjected(
                        total, projected -> run.prepare(counted("projected", projected)));
                events.checkpoint();
                var verifier = new VerifierProcess(postgres, events, views, brokers, total);
                run.measure(
                        new LoadName(
                                "verify-" + size.id(), "./stockledger verify", size.text(), null),
                        verifier,
                        verifier::cost);
            }
        }
    }

    private long fill(SectionRun run, EventsDatabase events) throws SQLException {
        int products = Math.toIntExact(Math.clamp(size.events(), 1, ProductSpread.PRODUCTS));
        run.prepare("filling " + size.text());
        return new LogFill(events, products)
                .fill(size.events(), filled -> run.prepare(counted("filled", filled)));
    }

    private static String counted(String done, long events) {
        return String.format(Locale.ROOT, "%s %,d events", done, events);
    }
}
