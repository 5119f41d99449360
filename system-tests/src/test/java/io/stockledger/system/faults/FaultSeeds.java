package io.stockledger.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.faults.cluster.Cluster.ServiceOptions;
import io.stockledger.system.faults.cluster.ClusterShape;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Many seeds, in the profile {@code faults}. The system properties are {@code faults.first} (the
 * first seed, default 1), {@code faults.seeds} (their number, default 200), {@code faults.load-ms}
 * (the duration of each load in milliseconds, default 12,000) and {@code faults.brokers} (1 or 3;
 * by default every fourth seed runs on three brokers).
 */
class FaultSeeds {

    private static final int LOAD_MS = 12_000;
    private static final long SEEDS = 200;

    @Test
    void every_promise_is_kept_under_the_faults_of_every_seed() throws Exception {
        long first = Long.getLong("faults.first", 1);
        long seeds = Long.getLong("faults.seeds", SEEDS);
        int loadMs = Integer.getInteger("faults.load-ms", LOAD_MS);
        int brokers = Integer.getInteger("faults.brokers", 0);
        System.out.printf("faults: seeds %d to %d%n", first, first + seeds - 1);
        List<String> violations = new ArrayList<>();
        for (ClusterShape shape : List.of(FaultRunner.ONE_BROKER, FaultRunner.THREE_BROKERS)) {
            long[] ofShape =
                    LongStream.range(first, first + seeds)
                            .filter(
                                    seed ->
                                            brokers == 0
                                                    ? FaultRunner.shapeOf(seed).equals(shape)
                                                    : shape.brokers() == brokers)
                            .toArray();
            if (ofShape.length > 0) {
                try (var runner = new FaultRunner(shape, ServiceOptions.NONE, loadMs)) {
                    for (long seed : ofShape) {
                        runner.run(seed)
                                .violations()
                                .forEach(each -> violations.add("seed " + seed + ": " + each));
                    }
                }
            }
        }
        assertThat(violations).isEmpty();
    }
}
