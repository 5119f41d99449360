package io.stockledger.system;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends JSON to one service and reads its JSON answers. */
public final class JsonClient implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    /** Creates a client of the service at this address. */
    public JsonClient(String url) {
        this.url = url;
    }

    /**
     * An answer.
     *
     * @param replayed whether the answer is that of an earlier command with the same idempotency
     *     key
     */
    public record Answer(int status, JsonNode body, boolean replayed) {}

    public Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).DELETE());
    }

    /**
     * Posts a body.
     *
     * @param headers names and values in turn
     */
    public Answer post(String path, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).POST(BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                JsonMapper.shared().readTree(response.body()),
                response.headers().firstValue("Idempotency-Replayed").isPresent());
    }

    @Override
    public void close() {
        client.close();
    }
}
