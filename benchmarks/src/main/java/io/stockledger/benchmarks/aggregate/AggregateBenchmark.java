package io.stockledger.benchmarks.aggregate;

import com.zaxxer.hikari.HikariDataSource;

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
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.command.eventstore.PostgresEventStore;
import io.stockledger.command.eventstore.PostgresSnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.writer.WriterLimits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code ./bench aggregate}. */
@Command(
        name = "aggregate",
        sortOptions = false,
        description =
                "A product with 1,000,000 events and 10,000 open reservations, compared with a new"
                        + " product.")
public final class AggregateBenchmark extends Benchmark {

    private static final int LOADS = 6;
    private static final long EVENTS = 1_000_000;
    private static final long OPEN_RESERVATIONS = 10_000;
    private static final double LOAD_MS_MAX = 20;
    private static final List<Integer> CLIENTS = List.of(1, 256);

    /**
     * The largest number of events that the snapshot writer leaves after a snapshot: a tenth of the
     * open reservations, but at least the configured interval.
     */
    private static final long EVENTS_AFTER_SNAPSHOT =
            Math.max(WriterLimits.defaults().snapshotEveryEvents(), OPEN_RESERVATIONS / 10);

    private static final List<String> NOTES =
            List.of(
                    "A load reads the product from Postgres into memory, as before the first"
                            + " command"
                            + " after a restart: the snapshot and the %,d events after it."
                                    .formatted(EVENTS_AFTER_SNAPSHOT),
                    "The commands reserve one unit and ship it in turn, so that the number of open"
                            + " reservations stays the same.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "aggregate",
                "One large aggregate",
                LOADS,
                Conditions.ownHeapMaxMiB(),
                NOTES,
                targets(),
                List.of(
                        new LatencyTarget(
                                "aggregate: load of a product with 1,000,000 events and 10,000"
                                        + " open reservations (p99)",
                                "load-large",
                                LatencyTarget.Percentile.P99,
                                LOAD_MS_MAX)));
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (EventsDatabase database = postgres.createEventsDatabase()) {
            run.prepare("filling the event log");
            new LongStreamFill(database, EVENTS, OPEN_RESERVATIONS).fill(EVENTS_AFTER_SNAPSHOT);
            loads(run, database);
            commands(run, database);
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
                new LoadName(id, "Loads of one client", text, baseline), new ClosedLoop(1, one));
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
                            "Commands, " + text(clients),
                            number == LongStreamFill.NEW
                                    ? "on a new product"
                                    : "on the large product",
                            baseline),
                    new ClosedLoop(
                            clients, instance.clients(Requests.singles(() -> () -> number))));
        }
    }

    private static List<Target> targets() {
        return CLIENTS.stream()
                .map(
                        clients ->
                                new Target(
                                        "aggregate: commands on the large product against commands"
                                                + " on a new product, "
                                                + text(clients),
                                        "commands-large-" + clients,
                                        "commands-new-" + clients,
                                        0.9))
                .toList();
    }

    private static String text(int clients) {
        return clients == 1 ? "1 client" : clients + " clients";
    }
}
