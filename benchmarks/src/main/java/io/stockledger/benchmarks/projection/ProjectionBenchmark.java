package io.stockledger.benchmarks.projection;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.MeasuringOptions;
import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.ProgressLine;
import io.stockledger.benchmarks.report.ResultsFolder;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.inventory.projection.InventoryProjection;
import io.stockledger.query.movements.MovementsProjection;
import io.stockledger.query.reservations.ReservationsProjection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code ./bench projection}. */
@Command(
        name = "projection",
        sortOptions = false,
        description =
                "The projections on one connection, beside one UPDATE an event and JDBC batches.")
public final class ProjectionBenchmark implements Callable<Integer> {

    private static final String NAME = "projection";
    private static final String TABLE = "Events into read models, on one connection where not said";
    private static final String UPDATES = "one-update-an-event";
    private static final String JDBC_BATCHES = "jdbc-batches";
    private static final String INVENTORY = "inventory-view";
    private static final String ALL = "all-read-models";

    private static final String ALL_TWO_CONSUMERS = "all-read-models-two-consumers";

    private static final int LOADS = 5;
    private static final int PRODUCTS = 2_000;
    private static final int JDBC_BATCH = 500;
    private static final String TOPIC_ID = "benchmark";

    /** As many as the query service takes in one pass by its default. */
    private static final int RECORDS_PER_PASS = 10_000;

    private static final List<Projection> ALL_PROJECTIONS =
            List.of(
                    new InventoryProjection(),
                    new ReservationsProjection(),
                    new MovementsProjection());

    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "projection: inventory_view against one UPDATE an event",
                            INVENTORY,
                            UPDATES,
                            20),
                    new Target(
                            "projection: inventory_view against JDBC batches of 500",
                            INVENTORY,
                            JDBC_BATCHES,
                            1.3));

    private static final List<String> NOTES =
            List.of(
                    "Orders reserve one unit of one of 2,000 products at random and are shipped"
                            + " while some hundred others are open; reading the records' JSON is"
                            + " part of each load.",
                    "The baselines keep one table and neither see gaps nor keep their progress.",
                    "Asked of all three read models: 60,000 events/s.");

    @Mixin private final MeasuringOptions options = new MeasuringOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private ProjectionBenchmark() {}

    @Override
    public Integer call() throws Exception {
        measure(options, MeasuringOptions.commandLine(spec));
        return 0;
    }

    /** Measures the section, and writes it down. */
    public static void measure(MeasuringOptions options, String commandLine) throws Exception {
        Conditions.Machine machine = Conditions.Machine.now();
        try (BenchmarkPostgres postgres = new BenchmarkPostgres(options.data());
                ProgressLine progress = ProgressLine.onStderr(NAME, LOADS, options.times())) {
            SectionRun run = new SectionRun(progress, options.times());
            updates(run, postgres, UPDATES, "one UPDATE and one commit an event", null, 1);
            updates(
                    run,
                    postgres,
                    JDBC_BATCHES,
                    "JDBC batches of %d UPDATEs".formatted(JDBC_BATCH),
                    UPDATES,
                    JDBC_BATCH);
            projector(
                    run,
                    postgres,
                    INVENTORY,
                    "inventory_view alone",
                    List.of(new InventoryProjection()));
            projector(run, postgres, ALL, "all three read models", ALL_PROJECTIONS);
            twoConsumers(run, postgres);
            Conditions conditions =
                    Conditions.of(
                            machine,
                            commandLine,
                            Conditions.ownHeapMaxMiB(),
                            postgres.server(),
                            options.times(),
                            NOTES);
            new ResultsFolder(options.results())
                    .keep(run.section(NAME, "Projection", conditions, TARGETS));
        }
    }

    private static void updates(
            SectionRun run,
            BenchmarkPostgres postgres,
            String id,
            String text,
            @Nullable String baseline,
            int jdbcBatch)
            throws Exception {
        try (ViewsDatabase database = postgres.createViewsDatabase();
                HikariDataSource pool = database.query();
                EventUpdates updates = new EventUpdates(pool, jdbcBatch)) {
            measure(run, database, pool, new LoadName(id, TABLE, text, baseline), updates);
        }
    }

    private static void projector(
            SectionRun run,
            BenchmarkPostgres postgres,
            String id,
            String text,
            List<Projection> projections)
            throws Exception {
        try (ViewsDatabase database = postgres.createViewsDatabase();
                HikariDataSource pool = database.query()) {
            var projector = new BatchProjector(pool, projections, Clock.systemUTC());
            measure(
                    run,
                    database,
                    pool,
                    new LoadName(id, TABLE, text, UPDATES),
                    records -> projector.project(records, TOPIC_ID));
        }
    }

    private static void twoConsumers(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        try (ViewsDatabase database = postgres.createViewsDatabase();
                HikariDataSource pool = database.query()) {
            var projector = new BatchProjector(pool, ALL_PROJECTIONS, Clock.systemUTC());
            try (var consumers =
                    new TwoConsumers(records -> projector.project(records, TOPIC_ID))) {
                measure(
                        run,
                        database,
                        pool,
                        new LoadName(
                                ALL_TWO_CONSUMERS,
                                TABLE,
                                "all three read models, two consumers on a connection each",
                                UPDATES),
                        consumers,
                        2 * RECORDS_PER_PASS);
            }
        }
    }

    private static void measure(
            SectionRun run,
            ViewsDatabase database,
            HikariDataSource pool,
            LoadName name,
            Projector projector)
            throws Exception {
        measure(run, database, pool, name, projector, RECORDS_PER_PASS);
    }

    private static void measure(
            SectionRun run,
            ViewsDatabase database,
            HikariDataSource pool,
            LoadName name,
            Projector projector,
            int recordsPerPass)
            throws Exception {
        run.prepare("registering the products");
        SalesLog log = new SalesLog(PRODUCTS);
        new BatchProjector(pool, ALL_PROJECTIONS, Clock.systemUTC())
                .project(log.registrations(), TOPIC_ID);
        database.checkpoint();
        run.measure(name, new ProjectionLoad(log, projector, recordsPerPass));
    }
}
