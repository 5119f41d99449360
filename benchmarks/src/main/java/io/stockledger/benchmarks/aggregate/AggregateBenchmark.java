package io.stockledger.benchmarks.aggregate;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.EventsDatabase;
import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.database.LongStreamFill;
import io.stockledger.benchmarks.instance.Instance;
import io.stockledger.benchmarks.instance.Requests;
import io.stockledger.benchmarks.load.Clients;
import io.stockledger.benchmarks.load.ClosedLoop;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.LatencyTarget;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.writer.WriterLimits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code ./bench aggregate}. */
@Command(
        name = "aggregate",
        sortOptions = false,
        description =
                "A product with 1,000,000 events and 10,000 open reservations, beside a new one.")
public final class AggregateBenchmark implements Callable<Integer> {

    private static final String NAME = "aggregate";
    private static final int LOADS = 6;
    private static final long EVENTS = 1_000_000;
    private static final long OPEN = 10_000;
    private static final double LOAD_MS_MAX = 20;
    private static final List<Integer> CLIENTS = List.of(1, 256);

    /** The longest tail that the snapshot writer leaves: a tenth of the open reservations. */
    private static final long EVENTS_AFTER_SNAPSHOT =
            Math.max(WriterLimits.defaults().snapshotEveryEvents(), OPEN / 10);

    private static final List<String> NOTES =
            List.of(
                    "A load is what happens before the first command after a restart: the snapshot"
                            + " and the %,d events after it, from Postgres, into memory."
                                    .formatted(EVENTS_AFTER_SNAPSHOT),
                    "The commands reserve one unit and ship it by turns, so that the number of"
                            + " open reservations stays.");

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private AggregateBenchmark() {}

    @Override
    public Integer call() throws Exception {
        measure(options, MeasuringOptions.commandLine(spec));
        return 0;
    }

    /** Measures the section, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine) throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                ProgressLine progress = ProgressLine.onStderr(NAME, LOADS, options.times());
                EventsDatabase database = postgres.createEventsDatabase()) {
            SectionRun run = new SectionRun(progress, options.times());
            run.prepare("filling the log");
            new LongStreamFill(database, EVENTS, OPEN).fill(EVENTS_AFTER_SNAPSHOT);
            loads(run, database);
            commands(run, database);
            Conditions conditions =
                    Conditions.of(
                            machine,
                            commandLine,
                            Conditions.ownHeapMaxMiB(),
                            postgres.server(),
                            options.times(),
                            NOTES);
            new ResultsFolder(options.results())
                    .keep(
                            run.section(
                                    NAME,
                                    "One large aggregate",
                                    conditions,
                                    targets(),
                                    List.of(
                                            new LatencyTarget(
                                                    "an aggregate with 1,000,000 events and 10,000"
                                                            + " open reservations loads (p99)",
                                                    "load-large",
                                                    LOAD_MS_MAX))));
        }
    }

    private static void loads(SectionRun run, EventsDatabase database) throws Exception {
        try (HikariDataSource pool = database.application()) {
            var products =
                    new ProductRepository(
                            new PostgresEventStore(pool), new PostgresSnapshotStore(pool));
            load(run, products, LongStreamFill.NEW, "load-new", "a new product", null);
            load(
                    run,
                    products,
                    LongStreamFill.LARGE,
                    "load-large",
                    "1,000,000 events, 10,000 open reservations",
                    "load-new");
        }
    }

    private static void load(
            SectionRun run,
            ProductRepository products,
            int number,
            String id,
            String text,
            @Nullable String baseline)
            throws Exception {
        Clients one =
                _ ->
                        () ->
                                CompletableFuture.completedFuture(
                                        products.load(FilledProducts.id(number)));
        run.measure(
                new LoadName(id, "Loads, one after the other", text, baseline),
                new ClosedLoop(1, one));
    }

    private static void commands(SectionRun run, EventsDatabase database) throws Exception {
        for (int clients : CLIENTS) {
            String small = "commands-new-" + clients;
            command(run, database, LongStreamFill.NEW, clients, small, null);
            command(
                    run,
                    database,
                    LongStreamFill.LARGE,
                    clients,
                    "commands-large-" + clients,
                    small);
        }
    }

    private static void command(
            SectionRun run,
            EventsDatabase database,
            int number,
            int clients,
            String id,
            @Nullable String baseline)
            throws Exception {
        database.checkpoint();
        try (Instance instance = new Instance(database)) {
            run.measure(
                    new LoadName(
                            id,
                            "Commands, " + (clients == 1 ? "one client" : clients + " clients"),
                            number == LongStreamFill.NEW ? "on a new product" : "on the large one",
                            baseline),
                    new ClosedLoop(
                            clients, instance.clients(Requests.singles(() -> () -> number))));
        }
    }

    /** What the commands cost on the large product against the new one. */
    private static List<Target> targets() {
        return CLIENTS.stream()
                .map(
                        clients ->
                                new Target(
                                        "a command on it against one on a new product, "
                                                + clients
                                                + " clients",
                                        "commands-large-" + clients,
                                        "commands-new-" + clients,
                                        0.9))
                .toList();
    }
}
