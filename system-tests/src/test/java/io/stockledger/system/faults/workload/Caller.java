package io.stockledger.system.faults.workload;

import io.stockledger.system.faults.history.CommandResult;
import io.stockledger.system.faults.history.CommandResult.NotDecided;
import io.stockledger.system.faults.history.CommandResult.Unknown;
import io.stockledger.system.faults.history.History;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.HistoryEntry.ProductRead;
import io.stockledger.system.faults.history.HistoryEntry.StockSeen;
import io.stockledger.system.faults.history.HistoryEntry.UnexpectedAnswer;
import io.stockledger.system.faults.history.HistoryEntry.ViewAnswer;
import io.stockledger.system.faults.history.HistoryEntry.ViewRead;
import io.stockledger.system.faults.history.StockCommand;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sends the calls of one client and records each with its answer. For one thread. */
public final class Caller implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final int client;
    private final UnaryOperator<String> urls;
    private final History history;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_MAX)
                    .build();

    /**
     * A caller.
     *
     * @param client the number of the client in the history
     * @param urls returns the address of a service by its name
     */
    public Caller(int client, UnaryOperator<String> urls, History history) {
        this.client = client;
        this.urls = urls;
        this.history = history;
    }

    /** A command with the id that all its attempts share. */
    public record Sending(String commandId, boolean repeatable, StockCommand command) {}

    /** Sends a command once. */
    public CommandResult send(Sending sending, String target) throws InterruptedException {
        StockCommand command = sending.command;
        HttpRequest.Builder request =
                request(target, command.call().getValue())
                        .header("X-Correlation-Id", sending.commandId);
        if (sending.repeatable) {
            request.header("Idempotency-Key", sending.commandId);
        }
        String body = CommandJson.body(command);
        if (body.isEmpty()) {
            request.method(command.call().getKey(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(command.call().getKey(), BodyPublishers.ofString(body));
        }
        long begin = System.nanoTime();
        CommandResult result;
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            boolean replayed = response.headers().firstValue("Idempotency-Replayed").isPresent();
            JsonNode json = JsonMapper.shared().readTree(response.body());
            result = Answers.result(response.statusCode(), json, replayed);
            if (result == null) {
                unexpected(sending.toString(), target, begin, response);
                result = new Unknown("unexpected answer");
            }
        } catch (IOException | JacksonException e) {
            result = failure(e);
        }
        record(sending, target, begin, System.nanoTime(), result);
        return result;
    }

    /** Sends repeatable commands as one bulk request; returns their results by command id. */
    public Map<String, CommandResult> sendBulk(List<Sending> lines, String target)
            throws InterruptedException {
        var body = new StringBuilder();
        lines.forEach(line -> body.append(CommandJson.line(line.command, line.commandId)));
        HttpRequest.Builder request =
                request(target, "/v1/commands")
                        .header("Content-Type", "application/x-ndjson")
                        .header("X-Correlation-Id", "bulk-" + lines.getFirst().commandId)
                        .POST(BodyPublishers.ofString(body.toString()));
        var results = new ArrayList<CommandResult>();
        long begin = System.nanoTime();
        String failure = "no result of this line";
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            for (String line : response.body().lines().toList()) {
                JsonNode json = JsonMapper.shared().readTree(line);
                int status = json.path("status").intValue(response.statusCode());
                CommandResult result = Answers.result(status, json, false);
                if (result == null) {
                    unexpected(lines.toString(), target, begin, response);
                    result = new Unknown("unexpected answer");
                }
                results.add(result);
            }
        } catch (IOException | JacksonException e) {
            failure = e.toString();
        }
        long end = System.nanoTime();
        var byId = new LinkedHashMap<String, CommandResult>();
        for (int i = 0; i < lines.size(); i++) {
            CommandResult result = i < results.size() ? results.get(i) : new Unknown(failure);
            record(lines.get(i), target, begin, end, result);
            byId.put(lines.get(i).commandId, result);
        }
        return byId;
    }

    private static CommandResult failure(Exception e) {
        return e instanceof ConnectException
                ? new NotDecided(e.toString())
                : new Unknown(e.toString());
    }

    private void record(
            Sending sending, String target, long begin, long end, CommandResult result) {
        history.add(
                new CommandCall(
                        sending.commandId,
                        sending.repeatable,
                        sending.command,
                        client,
                        target,
                        begin,
                        end,
                        result));
    }

    /** Reads a product at a command service. */
    public void readProduct(String productId, String target) throws InterruptedException {
        long begin = System.nanoTime();
        StockSeen stock = null;
        try {
            HttpResponse<String> response =
                    http.send(
                            request(target, "/v1/products/" + productId).build(),
                            BodyHandlers.ofString());
            if (response.statusCode() == OK) {
                stock = Answers.stock(JsonMapper.shared().readTree(response.body()));
            } else if (response.statusCode() == NOT_FOUND) {
                stock = StockSeen.unknown();
            } else if (response.statusCode() != UNAVAILABLE) {
                unexpected("read of " + productId, target, begin, response);
            }
        } catch (IOException | JacksonException _) {
            // A failed read is recorded without an answer.
        }
        history.add(new ProductRead(productId, client, target, begin, System.nanoTime(), stock));
    }

    /** Reads a product in a view; returns the answer, or null if it failed. */
    public @Nullable ViewAnswer readView(String productId, @Nullable Long minVersion, String target)
            throws InterruptedException {
        String condition =
                minVersion == null ? "" : "?minVersion=%d&waitMs=1000".formatted(minVersion);
        long begin = System.nanoTime();
        ViewAnswer answer = null;
        try {
            HttpResponse<String> response =
                    http.send(
                            request(target, "/v1/inventory/" + productId + condition).build(),
                            BodyHandlers.ofString());
            if (response.statusCode() == OK || response.statusCode() == NOT_FOUND) {
                answer = viewAnswer(response);
            } else if (response.statusCode() != UNAVAILABLE) {
                unexpected("read of the view of " + productId, target, begin, response);
            }
        } catch (IOException | JacksonException _) {
            // A failed read is recorded without an answer.
        }
        history.add(
                new ViewRead(
                        productId, minVersion, client, target, begin, System.nanoTime(), answer));
        return answer;
    }

    private static ViewAnswer viewAnswer(HttpResponse<String> response) {
        JsonNode body = JsonMapper.shared().readTree(response.body());
        StockSeen stock = response.statusCode() == OK ? Answers.stock(body) : StockSeen.unknown();
        return new ViewAnswer(
                stock,
                response.headers().firstValueAsLong("Stock-Position").orElse(-1),
                response.headers().firstValueAsLong("Stock-Lag-Ms").orElse(0),
                body.path("held").booleanValue(false));
    }

    private void unexpected(String call, String target, long begin, HttpResponse<String> response) {
        history.add(
                new UnexpectedAnswer(
                        call,
                        client,
                        target,
                        begin,
                        System.nanoTime(),
                        response.statusCode(),
                        response.body()));
    }

    private HttpRequest.Builder request(String target, String path) {
        return HttpRequest.newBuilder(URI.create(urls.apply(target) + path)).timeout(ANSWER_MAX);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
