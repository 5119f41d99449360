package io.stockledger.system.upgrade;

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
final class HttpClientJson implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    HttpClientJson(String url) {
        this.url = url;
    }

    /** An answer with the headers that the tests ask for. */
    record Answer(int status, JsonNode body, boolean replayed) {}

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).DELETE());
    }

    /**
     * Posts a body.
     *
     * @param headers names and values in turn
     */
    Answer post(String path, String json, String... headers)
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
