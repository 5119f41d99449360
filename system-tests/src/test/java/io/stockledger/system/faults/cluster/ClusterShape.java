package io.stockledger.system.faults.cluster;

import java.util.List;
import java.util.stream.IntStream;

/** The number of processes of each kind. There is always one server for each database. */
public record ClusterShape(int commandServices, int queryReplicas, int brokers) {

    public static final String EVENTS_DATABASE = "events-db";
    public static final String VIEWS_DATABASE = "views-db";
    public static final String KAFKA = "kafka";
    public static final String CLIENTS = "clients";

    public List<String> commandNames() {
        return names("command", commandServices);
    }

    public List<String> queryNames() {
        return names("query", queryReplicas);
    }

    public List<String> brokerNames() {
        return names("broker", brokers);
    }

    public List<String> databaseNames() {
        return List.of(EVENTS_DATABASE, VIEWS_DATABASE);
    }

    /** Returns the names of all links between two parts, such as {@code command-1>kafka}. */
    public List<String> linkNames() {
        return IntStream.range(0, commandServices + queryReplicas)
                .boxed()
                .flatMap(
                        i -> {
                            boolean isCommand = i < commandServices;
                            String service =
                                    isCommand
                                            ? commandNames().get(i)
                                            : queryNames().get(i - commandServices);
                            return List.of(
                                    link(service, isCommand ? EVENTS_DATABASE : VIEWS_DATABASE),
                                    link(service, KAFKA),
                                    link(CLIENTS, service))
                                    .stream();
                        })
                .toList();
    }

    static String link(String from, String to) {
        return from + ">" + to;
    }

    private static List<String> names(String kind, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> kind + "-" + i).toList();
    }

    @Override
    public String toString() {
        return "%d command services, %d query replicas, %d brokers"
                .formatted(commandServices, queryReplicas, brokers);
    }
}
