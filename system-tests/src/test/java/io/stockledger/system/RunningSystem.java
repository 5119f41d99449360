package io.stockledger.system;

import io.stockledger.localstack.process.Ports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The whole system on its own data folder and free ports, and an HTTP client for it. */
final class RunningSystem implements AutoCloseable {

    private static final String READY = "ready";
    private static final long STARTED_SECONDS_MAX = 300;

    private final Path data;
    private final List<String> options;
    private final Map<String, String> settings;
    private final int commandPort;
    private final int queryPort;
    private final int queryReplicas;
    private final JsonClient commands;
    private final List<JsonClient> queries;
    private Script script;

    private RunningSystem(
            Path data, int queryReplicas, List<String> options, Map<String, String> settings)
            throws InterruptedException {
        this.data = data;
        this.options = options;
        this.settings = settings;
        this.queryReplicas = queryReplicas;
        int first = Ports.firstOfFree(queryReplicas + 1);
        this.commandPort = first;
        this.queryPort = first + 1;
        this.commands = new JsonClient(commandUrl());
        this.queries = queryUrls().stream().map(JsonClient::new).toList();
        this.script = start(READY);
    }

    /** Starts the system and waits until it reports that it is ready. */
    static RunningSystem start(Path data, int queryReplicas) throws InterruptedException {
        return new RunningSystem(data, queryReplicas, List.of(), Map.of());
    }

    /** Starts the system with security on. */
    static RunningSystem startSecure(Path data) throws InterruptedException {
        return startSecure(data, Map.of());
    }

    /** Starts the system with security on, and both services with these settings. */
    static RunningSystem startSecure(Path data, Map<String, String> settings)
            throws InterruptedException {
        return new RunningSystem(data, 1, List.of("--secure"), settings);
    }

    /** Starts a sandbox. */
    static RunningSystem startSandbox(Path data, int queryReplicas) throws InterruptedException {
        return new RunningSystem(data, queryReplicas, List.of("--sandbox"), Map.of());
    }

    /** Starts the system again on the same data and ports, and waits until it is ready. */
    void startAgain() throws InterruptedException {
        script = start(READY);
    }

    /**
     * Starts the system again on an event log that is halted. The log may have been halted before,
     * or the relay finds the contradiction after the services were ready.
     */
    void startAgainHalted() throws InterruptedException {
        script = start(READY, "command-service is not ready yet", "query-service is not ready yet");
    }

    Script script() {
        return script;
    }

    Path data() {
        return data;
    }

    String commandUrl() {
        return "http://127.0.0.1:" + commandPort;
    }

    List<String> queryUrls() {
        return IntStream.range(0, queryReplicas)
                .mapToObj(replica -> "http://127.0.0.1:" + (queryPort + replica))
                .toList();
    }

    /** Returns a client of the command service. */
    JsonClient commands() {
        return commands;
    }

    /** Returns a client of each query service. */
    List<JsonClient> queries() {
        return queries;
    }

    @Override
    public void close() {
        script.close();
        commands.close();
        queries.forEach(JsonClient::close);
    }

    private Script start(String... lines) throws InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(
                List.of(
                        "--data",
                        data.toString(),
                        "--command-port",
                        Integer.toString(commandPort),
                        "--query-port",
                        Integer.toString(queryPort),
                        "--query-replicas",
                        Integer.toString(queryReplicas)));
        Script starting = Script.start("run", arguments, settings);
        try {
            starting.awaitAnyLine(List.of(lines), STARTED_SECONDS_MAX);
            return starting;
        } catch (AssertionError notStarted) {
            starting.close();
            throw notStarted;
        }
    }
}
