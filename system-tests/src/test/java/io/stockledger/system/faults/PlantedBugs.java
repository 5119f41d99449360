package io.stockledger.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.faults.checker.Violation;
import io.stockledger.system.faults.cluster.Cluster.ServiceOptions;
import io.stockledger.system.faults.cluster.ClusterShape;
import io.stockledger.system.faults.planted.AgentJar;
import io.stockledger.system.faults.planted.PlantedBug;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Each planted bug is found within 20 seeds. Runs in the profile {@code faults} with {@code
 * -Dfaults.tests=PlantedBugs}; the system property {@code faults.bug} names one of them.
 */
class PlantedBugs {

    private static final int LOAD_MS = 10_000;
    private static final int SEEDS_MAX = 20;

    @TempDir private Path folder;

    static Stream<PlantedBug> bugs() {
        String only = System.getProperty("faults.bug");
        return only == null ? Stream.of(PlantedBug.values()) : Stream.of(PlantedBug.valueOf(only));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_planted_bug_is_found_within_20_seeds(PlantedBug bug) throws Exception {
        String option = AgentJar.javaOption(folder.resolve("agent.jar"), bug);
        ServiceOptions options =
                switch (bug) {
                    case ANSWER_BEFORE_COMMIT, NO_ACKNOWLEDGEMENT, NO_FENCING ->
                            new ServiceOptions(List.of(option), List.of());
                    case NO_VERSION_GUARD, LAG_ALWAYS_0 ->
                            new ServiceOptions(List.of(), List.of(option));
                };
        List<String> rules = new ArrayList<>();
        try (var runner = new FaultRunner(shape(bug), options, LOAD_MS)) {
            for (long seed = 1; seed <= SEEDS_MAX && !isFound(bug, rules); seed++) {
                runner.run(seed).violations().stream()
                        .map(Violation::rule)
                        .distinct()
                        .forEach(rules::add);
            }
        }
        System.out.println("faults: " + bug + " is found as " + rules);
        assertThat(rules).containsAnyElementsOf(expected(bug));
    }

    private static boolean isFound(PlantedBug bug, List<String> rules) {
        return rules.stream().anyMatch(expected(bug)::contains);
    }

    /** Answers are given early only while an instance decides ahead, so while it is alone. */
    private static ClusterShape shape(PlantedBug bug) {
        return bug == PlantedBug.ANSWER_BEFORE_COMMIT
                ? new ClusterShape(1, 1, 1)
                : FaultRunner.ONE_BROKER;
    }

    private static List<String> expected(PlantedBug bug) {
        return switch (bug) {
            case ANSWER_BEFORE_COMMIT -> List.of("acknowledged-but-lost", "linearizable");
            case NO_ACKNOWLEDGEMENT -> List.of("checkpoint-ahead", "topic-order");
            case NO_VERSION_GUARD ->
                    List.of("verifier", "view-differs", "view-goes-back", "view-converges");
            case LAG_ALWAYS_0 -> List.of("honest-lag");
            case NO_FENCING -> List.of("one-leader");
        };
    }
}
