package io.stockledger.system.faults.overload;

import io.stockledger.system.faults.cluster.Cluster;
import io.stockledger.system.faults.cluster.ClusterShape;

import java.time.Duration;
import java.util.Locale;

/**
 * The processor time that each part has used.
 *
 * @param client the load generator, which competes for the same processors
 */
record ProcessorTimes(Duration service, Duration database, Duration broker, Duration client) {

    /** Reads the times since the start of each part. */
    static ProcessorTimes of(Cluster cluster, String service) {
        return new ProcessorTimes(
                cluster.member(service).processorTime(),
                cluster.member(ClusterShape.EVENTS_DATABASE).processorTime(),
                cluster.member(cluster.shape().brokerNames().getFirst()).processorTime(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    /** Returns the time that was used since an earlier reading. */
    ProcessorTimes since(ProcessorTimes earlier) {
        return new ProcessorTimes(
                service.minus(earlier.service),
                database.minus(earlier.database),
                broker.minus(earlier.broker),
                client.minus(earlier.client));
    }

    /** Returns the number of processors that each part has used during so many seconds. */
    String ofSecond(double seconds) {
        return String.format(
                Locale.ROOT,
                "service %.2f, database %.2f, broker %.2f, client %.2f",
                service.toNanos() / 1e9 / seconds,
                database.toNanos() / 1e9 / seconds,
                broker.toNanos() / 1e9 / seconds,
                client.toNanos() / 1e9 / seconds);
    }
}
