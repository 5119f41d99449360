package io.stockledger.benchmarks.projection;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.report.Conditions;
import io.stockledger.benchmarks.report.LoadName;
import io.stockledger.benchmarks.report.SectionDefinition;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.benchmarks.report.Target;
import io.stockledger.benchmarks.subcommand.Benchmark;
import io.stockledger.query.intake.BatchProjector;
import io.stockledger.query.intake.DeadLetters;
import io.stockledger.query.intake.Projection;
import io.stockledger.query.inventory.projection.InventoryProjection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/** {@code ./bench projection}. */
@Command(
        name = "projection",
        sortOptions = false,
        description =
                "The projections on one connection, compared with one UPDATE per event and JDBC"
                        + " batches.")
public final class ProjectionBenchmark extends Benchmark {

    private static final String TABLE =
            "Events projected into read models, on one connection unless stated otherwise";
    private static final String UPDATES = "one-update-an-event";
    private static final String JDBC_BATCHES = "jdbc-batches";
    private static final String INVENTORY = "inventory-view";
    private static final String ALL = "all-read-models";
    private static final String ALL_TWO_CONSUMERS = "all-read-models-two-consumers";

    private static final int LOADS = 5;
    private static final int PRODUCTS = 2_000;
    private static final int JDBC_BATCH = 500;
    private static final int DEAD_LETTERS_MAX = 10_000;
    private static final String TOPIC_ID = "benchmark";

    /** The number of records that the query service projects in one pass by default. */
    private static final int RECORDS_PER_PASS = 10_000;

    static final String ALL_TEXT =
            "all %d read models (%s)"
                    .formatted(
                            ViewsDatabase.READ_MODELS.size(),
                            ViewsDatabase.READ_MODELS.stream()
                                    .map(Projection::name)
                                    .collect(Collectors.joining(", ")));

    private static final List<Target> TARGETS =
            List.of(
                    new Target(
                            "projection: inventory_view against one UPDATE per event",
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
                    "Each order reserves one unit of one of 2,000 products, chosen at random, and"
                            + " is shipped later; about 500 orders are open at any time. Each load"
                            + " includes reading the JSON of the records.",
                    "The baselines write only one table. They do not detect gaps and do not store"
                            + " their progress.",
                    "The goal for all read models is 60,000 events/s.");

    @Override
    protected SectionDefinition definition() {
        return new SectionDefinition(
                "projection",
                "Projection",
                LOADS,
                Conditions.ownHeapMaxMiB(),
                NOTES,
                TARGETS,
                List.of());
    }

    @Override
    protected void measure(SectionRun run, BenchmarkPostgres postgres) throws Exception {
        updates(run, postgres, UPDATES, "one UPDATE and one commit per event", null, 1);
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
        projector(run, postgres, ALL, ALL_TEXT, ViewsDatabase.READ_MODELS);
        twoConsumers(run, postgres);
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
            var projector = projector(pool, projections);
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
            var projector = projector(pool, ViewsDatabase.READ_MODELS);
            try (var consumers =
                    new TwoConsumers(records -> projector.project(records, TOPIC_ID))) {
                measure(
                        run,
                        database,
                        pool,
                        new LoadName(
                                ALL_TWO_CONSUMERS,
                                TABLE,
                                ALL_TEXT + ", two consumers with one connection each",
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
        projector(pool, ViewsDatabase.READ_MODELS).project(log.registrations(), TOPIC_ID);
        database.checkpoint();
        run.measure(name, new ProjectionLoad(log, projector, recordsPerPass));
    }

    private static BatchProjector projector(DataSource pool, List<Projection> projections) {
        return new BatchProjector(
                pool, projections, Clock.systemUTC(), new DeadLetters(DEAD_LETTERS_MAX));
    }
}
