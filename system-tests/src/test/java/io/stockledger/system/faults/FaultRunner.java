package io.stockledger.system.faults;

import io.stockledger.system.ProjectRoot;
import io.stockledger.system.faults.cluster.Cluster;
import io.stockledger.system.faults.cluster.ClusterShape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs seeds on one cluster, prints a line for each, and keeps the evidence of violations. */
final class FaultRunner implements AutoCloseable {

    static final ClusterShape ONE_BROKER = new ClusterShape(2, 2, 1);
    static final ClusterShape THREE_BROKERS = new ClusterShape(2, 2, 3);

    private final Cluster cluster;
    private final int loadMs;
    private final FaultFigures figures = new FaultFigures();

    FaultRunner(ClusterShape shape, Cluster.ServiceOptions options, int loadMs) {
        System.out.println("faults: starting " + shape);
        this.cluster = Cluster.start(shape, options);
        this.loadMs = loadMs;
    }

    /** The shape on which a seed runs in the long run: every fourth one has three brokers. */
    static ClusterShape shapeOf(long seed) {
        return Math.floorMod(seed, 4) == 3 ? THREE_BROKERS : ONE_BROKER;
    }

    /** Runs a seed with the faults that it decides. */
    SeedResult run(long seed) throws InterruptedException, SQLException {
        return run(seed, FaultPlan.of(seed, cluster.shape(), loadMs));
    }

    /** Runs a seed with other faults. */
    SeedResult run(long seed, FaultPlan plan) throws InterruptedException, SQLException {
        System.out.println("faults: seed " + seed + " begins: " + plan);
        SeedResult result = new SeedRun(cluster, seed, plan, loadMs).run();
        System.out.println("faults: " + result.line());
        figures.add(result);
        if (!result.violations().isEmpty()) {
            report(result);
        }
        return result;
    }

    private void report(SeedResult result) {
        try {
            Path parent = ProjectRoot.path().resolve("system-tests/target/faults");
            Files.createDirectories(parent);
            Path folder = Files.createTempDirectory(parent, "seed-" + result.seed() + "-");
            result.writeTo(folder, cluster.folder());
            List<String> lines = new ArrayList<>();
            result.violations().stream().limit(10).forEach(each -> lines.add("  " + each));
            lines.add("  evidence: " + folder);
            lines.add("  repeat: " + repetition(result.seed()));
            lines.forEach(System.out::println);
        } catch (IOException e) {
            throw new IllegalStateException("cannot keep the evidence", e);
        }
    }

    private String repetition(long seed) {
        return "mvn verify -Pfaults -pl system-tests -am -Dfaults.first=%d -Dfaults.seeds=1 -Dfaults.load-ms=%d -Dfaults.brokers=%d"
                .formatted(seed, loadMs, cluster.shape().brokers());
    }

    @Override
    public void close() {
        figures.lines().forEach(line -> System.out.println("faults: " + line));
        cluster.close();
    }
}
