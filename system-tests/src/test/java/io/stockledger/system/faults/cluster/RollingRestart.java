package io.stockledger.system.faults.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The orderly restart of every process of a cluster, one after the other. */
public final class RollingRestart {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private RollingRestart() {}

    /**
     * Stops and starts the services, then the databases, then the brokers, and waits after each
     * until the whole cluster is ready.
     *
     * @throws IllegalStateException if it is not ready in time
     */
    public static void run(Cluster cluster) {
        ClusterShape shape = cluster.shape();
        Stream.of(
                        shape.commandNames(),
                        shape.queryNames(),
                        shape.databaseNames(),
                        shape.brokerNames())
                .flatMap(List::stream)
                .forEach(name -> restart(cluster, name));
    }

    private static void restart(Cluster cluster, String name) {
        long begin = System.nanoTime();
        Member member = cluster.member(name);
        member.stop();
        long stopped = System.nanoTime();
        member.ensureRunning();
        while (!cluster.isReady()) {
            if (System.nanoTime() - stopped > READY_WITHIN.toNanos()) {
                throw new IllegalStateException(
                        "not ready within %s after the restart of %s"
                                .formatted(READY_WITHIN, name));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        System.out.printf(
                "faults: %s has stopped in %,d ms, and all are ready %,d ms later%n",
                name,
                TimeUnit.NANOSECONDS.toMillis(stopped - begin),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped));
    }
}
