package io.stockledger.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.system.faults.Fault.WholeRestart;
import io.stockledger.system.faults.FaultPlan.PlannedFault;
import io.stockledger.system.faults.cluster.Cluster.ServiceOptions;
import io.stockledger.system.faults.cluster.ClusterShape;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * An orderly restart of every process under load, on one broker, or on three with {@code
 * -Dfaults.brokers=3}. The checker decides: no acknowledged command is lost, every command that
 * failed is answered when it is repeated with its key, and no read goes back.
 */
class RollingRestartIT {

    private static final int LOAD_MS_MIN = 2_000;
    private static final int AT_MS = 500;

    @Test
    void a_rolling_restart_of_every_process_keeps_every_promise() throws Exception {
        ClusterShape shape =
                Integer.getInteger("faults.brokers", 1) == 1
                        ? FaultRunner.ONE_BROKER
                        : FaultRunner.THREE_BROKERS;
        var plan = new FaultPlan(List.of(new PlannedFault(new WholeRestart(), AT_MS, 1)));
        try (var runner = new FaultRunner(shape, ServiceOptions.NONE, LOAD_MS_MIN)) {
            assertThat(runner.run(1, plan).violations()).isEmpty();
        }
    }
}
