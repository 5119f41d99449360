package io.stockledger.replay;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends HTTP/1.1 requests over persistent connections and reads JSON. Thread-safe; blocks the
 * calling thread.
 */
final class HttpCalls implements AutoCloseable {

    static final int TOO_MANY_REQUESTS = 429;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(10);

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final BearerToken token;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(threads)
                    .build();

    /** Calls with this token. */
    HttpCalls(BearerToken token) {
        this.token = token;
    }

    /**
     * Sends one request, once.
     *
     * @throws IOException if there is no answer; then it is unknown whether the request took effect
     * @throws ReplayFailure if the service refuses the token
     */
    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        String value = token.value();
        if (value != null) {
            request.setHeader("Authorization", "Bearer " + value);
        }
        HttpRequest sent = request.timeout(ANSWER_TIMEOUT).build();
        try {
            HttpResponse<byte[]> response = client.send(sent, BodyHandlers.ofByteArray());
            requireAccess(sent, response);
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", e);
        }
    }

    private static void requireAccess(HttpRequest request, HttpResponse<byte[]> response) {
        if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
            throw ReplayFailure.system(
                    "%s refuses the token (%s): give one with the scopes inventory:read and inventory:write with --token-file or %s, or name the data folder of ./run --secure with --data"
                            .formatted(
                                    request.uri(),
                                    json(response)
                                            .path("detail")
                                            .asString("status " + response.statusCode()),
                                    BearerToken.VARIABLE));
        }
    }

    /** Whether the same request may have success later: after a 5xx answer, or over a rate. */
    static boolean isTemporary(HttpResponse<?> response) {
        return response.statusCode() >= SERVER_ERROR || response.statusCode() == TOO_MANY_REQUESTS;
    }

    /**
     * Sends a read request, and sends it again after a temporary refusal or no answer.
     *
     * @throws ReplayFailure if there is no other answer before the deadline
     */
    HttpResponse<byte[]> read(HttpRequest.Builder request, Deadline deadline) {
        String trouble;
        do {
            try {
                HttpResponse<byte[]> response = send(request.copy());
                if (!isTemporary(response)) {
                    return response;
                }
                trouble = "it answers with status " + response.statusCode();
                pause(retryAfter(response));
            } catch (IOException e) {
                trouble = String.valueOf(e);
                pause(Duration.ofMillis(100));
            }
        } while (!deadline.hasPassed());
        throw unreachable(request.build().uri().toString(), trouble);
    }

    static ReplayFailure unreachable(String url, String trouble) {
        return ReplayFailure.system(
                "cannot reach %s (%s): start the system with ./run, or give another"
                                .formatted(url, trouble)
                        + " address with --command and --query");
    }

    /** Returns the wait that the server asks for, bounded. */
    static Duration retryAfter(HttpResponse<?> response) {
        Duration asked =
                response.headers()
                        .firstValue("Retry-After")
                        .filter(text -> text.matches("\\d{1,6}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(Duration.ofMillis(100));
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }

    /** Returns the body as JSON, or an empty object if it is not a JSON object. */
    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            JsonNode body = JSON.readTree(response.body());
            return body.isObject() ? body : JSON.createObjectNode();
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }

    /** Waits before the next attempt; the wait may end early. */
    static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    @Override
    public void close() {
        client.close();
        threads.close();
    }
}
