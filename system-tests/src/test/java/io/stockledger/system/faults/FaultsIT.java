package io.stockledger.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.faults.Fault.Disturbance;
import io.stockledger.system.faults.Fault.Freeze;
import io.stockledger.system.faults.Fault.FullDisk;
import io.stockledger.system.faults.Fault.Kill;
import io.stockledger.system.faults.Fault.SlowDisk;
import io.stockledger.system.faults.FaultPlan.PlannedFault;
import io.stockledger.system.faults.cluster.Cluster.ServiceOptions;
import io.stockledger.system.faults.cluster.LinkState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;

/** The most telling faults on one cluster. The profile {@code faults} runs many more. */
class FaultsIT {

    private static final int LOAD_MS = 6_000;
    private static final int AT_MS = 1_000;

    private static FaultRunner runner;

    @BeforeAll
    static void start() {
        runner = new FaultRunner(FaultRunner.ONE_BROKER, ServiceOptions.NONE, LOAD_MS);
    }

    @AfterAll
    static void stop() {
        runner.close();
    }

    static List<FaultPlan> plans() {
        return List.of(
                plan(new Kill("command-1"), new Disturbance("query-1>kafka", LinkState.CUT)),
                plan(new Freeze("command-2")),
                plan(new Kill("events-db"), new Freeze("query-2")),
                plan(new Disturbance("command-1>kafka", LinkState.BLACK_HOLE)),
                plan(new FullDisk("views-db", 0), new SlowDisk("events-db")));
    }

    private static FaultPlan plan(Fault... faults) {
        return new FaultPlan(
                Arrays.stream(faults)
                        .map(fault -> new PlannedFault(fault, AT_MS, LOAD_MS - 2 * AT_MS))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void every_promise_is_kept_under(FaultPlan plan) throws Exception {
        assertThat(runner.run(1, plan).violations()).isEmpty();
    }
}
