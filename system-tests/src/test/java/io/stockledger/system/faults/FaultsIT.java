package io.stockledger.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.faults.cluster.Cluster.ServiceOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seeds on one cluster. The profile {@code faults} runs many more. */
class FaultsIT {

    private static final int LOAD_MS = 7_000;

    private static FaultRunner runner;

    @BeforeAll
    static void start() {
        runner = new FaultRunner(FaultRunner.ONE_BROKER, ServiceOptions.NONE, LOAD_MS);
    }

    @AfterAll
    static void stop() {
        runner.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void every_promise_is_kept_under_the_faults_of_a_seed(long seed) throws Exception {
        assertThat(runner.run(seed).violations()).isEmpty();
    }
}
