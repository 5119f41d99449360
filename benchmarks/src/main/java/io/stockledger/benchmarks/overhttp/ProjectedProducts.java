package io.stockledger.benchmarks.overhttp;

import io.stockledger.benchmarks.database.BenchmarkPostgres;
import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.benchmarks.report.SectionRun;
import io.stockledger.events.EventTopic;
import io.stockledger.localstack.kafka.KafkaBroker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A query service that has projected products from a topic.
 *
 * @param port of the service
 */
record ProjectedProducts(int port, PublishedProducts products, ViewsDatabase views) {

    private static final Duration PROJECTION_MAX = Duration.ofHours(2);

    /** The loads of a section. */
    interface Loads {
        void measure(ProjectedProducts projected) throws Exception;
    }

    /**
     * Publishes the products, starts the service on an empty database, and measures the loads after
     * it has projected the products and the database has been vacuumed.
     *
     * @param settings of the service, in addition to those of its database
     */
    static void measure(
            SectionRun run,
            BenchmarkPostgres postgres,
            int count,
            Map<String, String> settings,
            Loads loads)
            throws Exception {
        try (KafkaBroker kafka = postgres.startKafka();
                ViewsDatabase views = postgres.createViewsDatabase()) {
            run.prepare(String.format(Locale.ROOT, "publishing %,d products", count));
            try (var products =
                    new PublishedProducts(
                            kafka.bootstrapServers(), EventTopic.DEFAULT_NAME, count)) {
                run.prepare("starting the service");
                Map<String, String> all = new HashMap<>(views.serviceEnvironment());
                all.putAll(settings);
                try (var service =
                        new ServiceProcess(
                                ServiceProcess.Program.QUERY,
                                postgres,
                                all,
                                kafka.bootstrapServers(),
                                PROJECTION_MAX)) {
                    views.awaitProjected(count, projected -> run.prepare(progress(projected)));
                    run.prepare("vacuuming");
                    views.vacuum();
                    views.checkpoint();
                    loads.measure(new ProjectedProducts(service.port(), products, views));
                }
            }
        }
    }

    private static String progress(long products) {
        return String.format(Locale.ROOT, "projected %,d products", products);
    }
}
