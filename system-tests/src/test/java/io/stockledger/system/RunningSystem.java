package io.stockledger.system;

import io.stockledger.localstack.process.Ports;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The whole system on a data folder and free ports of its own, and a client of it. */
final class RunningSystem implements AutoCloseable {

    private static final long READY_SECONDS_MAX = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private final int commandPort;
    private final int queryPort;
    private final int queryReplicas;
    private Script script;

    /** An answer: the status, the body as JSON, and where it came from. */
    record Answer(int status, JsonNode body) {}

    private RunningSystem(Path data, int queryReplicas) throws InterruptedException {
        this.data = data;
        this.queryReplicas = queryReplicas;
        int first = Ports.firstOfFree(queryReplicas + 1);
        this.commandPort = first;
        this.queryPort = first + 1;
        this.script = start();
    }

    /** Starts it and waits until it says that it is ready. */
    static RunningSystem start(Path data, int queryReplicas) throws InterruptedException {
        return new RunningSystem(data, queryReplicas);
    }

    /** Starts it again on the same data and ports. */
    void startAgain() throws InterruptedException {
        script = start();
    }

    Script script() {
        return script;
    }

    String commandUrl() {
        return "http://127.0.0.1:" + commandPort;
    }

    List<String> queryUrls() {
        return IntStream.range(0, queryReplicas)
                .mapToObj(replica -> "http://127.0.0.1:" + (queryPort + replica))
                .toList();
    }

    Answer post(String url, String json) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    Answer get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    @Override
    public void close() {
        script.close();
        client.close();
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
    }

    private Script start() throws InterruptedException {
        Script starting =
                Script.start(
                        "run",
                        List.of(
                                "--data",
                                data.toString(),
                                "--command-port",
                                Integer.toString(commandPort),
                                "--query-port",
                                Integer.toString(queryPort),
                                "--query-replicas",
                                Integer.toString(queryReplicas)));
        try {
            starting.awaitLine("ready", READY_SECONDS_MAX);
            return starting;
        } catch (AssertionError notReady) {
            starting.close();
            throw notReady;
        }
    }
}
