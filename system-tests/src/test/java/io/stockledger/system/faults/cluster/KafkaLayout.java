package io.stockledger.system.faults.cluster;

import io.netty.channel.EventLoopGroup;
import io.stockledger.localstack.process.Ports;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Uuid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The brokers with their ports, and for each service a proxy in front of each broker. Every service
 * has a listener of its own at every broker: a broker announces the port of the proxy of the
 * service that asks.
 */
final class KafkaLayout {

    private static final String DIRECT = "DIRECT";
    private static final int ANSWER_MAX_MS = 5_000;

    private final Map<String, BrokerMember> brokers = new LinkedHashMap<>();
    private final Map<String, List<Proxy>> proxies = new LinkedHashMap<>();
    private final Map<String, String> bootstrapServers = new LinkedHashMap<>();

    /** The ports of one broker: one for each service, and one that no proxy can disturb. */
    private record BrokerPorts(
            int direct, int controller, Map<String, Integer> bound, Map<String, Integer> shown) {

        static BrokerPorts of(List<String> services) {
            Map<String, Integer> bound = new LinkedHashMap<>();
            Map<String, Integer> shown = new LinkedHashMap<>();
            for (String service : services) {
                bound.put(service, Ports.free());
                shown.put(service, Ports.free());
            }
            return new BrokerPorts(Ports.free(), Ports.free(), bound, shown);
        }
    }

    KafkaLayout(ClusterShape shape, Path folder, EventLoopGroup loop) {
        List<String> services = new ArrayList<>(shape.commandNames());
        services.addAll(shape.queryNames());
        List<BrokerPorts> ports =
                shape.brokerNames().stream().map(_ -> BrokerPorts.of(services)).toList();
        String voters =
                IntStream.range(0, ports.size())
                        .mapToObj(
                                i ->
                                        "%d@%s:%d"
                                                .formatted(
                                                        i + 1,
                                                        Ports.LOOPBACK,
                                                        ports.get(i).controller))
                        .collect(Collectors.joining(","));
        String clusterId = Uuid.randomUuid().toString();
        for (int i = 0; i < ports.size(); i++) {
            String name = shape.brokerNames().get(i);
            brokers.put(
                    name,
                    new BrokerMember(
                            name,
                            folder,
                            settings(i + 1, voters, ports.get(i), shape.brokers()),
                            ports.get(i).direct,
                            clusterId));
        }
        for (String service : services) {
            proxies.put(
                    service,
                    ports.stream()
                            .map(
                                    each ->
                                            new Proxy(
                                                    loop,
                                                    port(each.shown, service),
                                                    port(each.bound, service)))
                            .toList());
            bootstrapServers.put(
                    service,
                    ports.stream()
                            .map(each -> Ports.LOOPBACK + ":" + port(each.shown, service))
                            .collect(Collectors.joining(",")));
        }
    }

    private static int port(Map<String, Integer> ports, String service) {
        return ports.getOrDefault(service, 0);
    }

    private static String settings(int node, String voters, BrokerPorts ports, int brokers) {
        String direct = "%s://%s:%d".formatted(DIRECT, Ports.LOOPBACK, ports.direct);
        String controller = "CONTROLLER://%s:%d".formatted(Ports.LOOPBACK, ports.controller);
        String protocols =
                ports.bound.keySet().stream()
                        .map(service -> "," + listener(service) + ":PLAINTEXT")
                        .collect(Collectors.joining());
        int copies = Math.min(3, brokers);
        return """
        process.roles=broker,controller
        node.id=%1$d
        controller.quorum.voters=%2$s
        listeners=%3$s,%4$s%5$s
        advertised.listeners=%3$s%6$s
        listener.security.protocol.map=DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT%7$s
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=DIRECT
        log.retention.ms=-1
        auto.create.topics.enable=false
        unclean.leader.election.enable=false
        group.initial.rebalance.delay.ms=0
        offsets.topic.replication.factor=%8$d
        offsets.topic.num.partitions=3
        transaction.state.log.replication.factor=%8$d
        transaction.state.log.min.isr=%9$d
        transaction.state.log.num.partitions=3
        share.coordinator.state.topic.replication.factor=%8$d
        share.coordinator.state.topic.min.isr=%9$d
        share.coordinator.state.topic.num.partitions=3
        broker.session.timeout.ms=1500
        broker.heartbeat.interval.ms=250
        replica.lag.time.max.ms=4000
        log.cleaner.dedupe.buffer.size=8388608
        """
                .formatted(
                        node,
                        voters,
                        direct,
                        controller,
                        listeners(ports.bound),
                        listeners(ports.shown),
                        protocols,
                        copies,
                        Math.max(1, copies - 1));
    }

    private static String listeners(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(
                        each ->
                                ",%s://%s:%d"
                                        .formatted(
                                                listener(each.getKey()),
                                                Ports.LOOPBACK,
                                                each.getValue()))
                .collect(Collectors.joining());
    }

    private static String listener(String service) {
        return service.replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** Whether every replica of every partition is in sync. A single broker always is. */
    boolean isInSync() {
        if (brokers.size() == 1) {
            return true;
        }
        Map<String, Object> configuration =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        directBootstrapServers(),
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        ANSWER_MAX_MS,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        ANSWER_MAX_MS);
        try (Admin admin = Admin.create(configuration)) {
            var topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(each -> each.isr().size() == each.replicas().size());
        } catch (ExecutionException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Map<String, BrokerMember> brokers() {
        return brokers;
    }

    /** Returns the proxies between a service and all brokers. */
    List<Proxy> proxies(String service) {
        return proxies.getOrDefault(service, List.of());
    }

    /** Returns the addresses of the brokers for a service. */
    String bootstrapServers(String service) {
        return bootstrapServers.getOrDefault(service, "");
    }

    /** Returns the addresses of the brokers that no proxy can disturb. */
    String directBootstrapServers() {
        return brokers.values().stream()
                .map(broker -> Ports.LOOPBACK + ":" + broker.port())
                .collect(Collectors.joining(","));
    }
}
