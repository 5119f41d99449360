package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends HTTP/1.1 requests over persistent connections and reads JSON. Thread-safe; blocks the
 * calling thread.
 */
public final class HttpCalls implements AutoCloseable {

    /** The status of an answer to a client that sends too much. */
    public static final int TOO_MANY_REQUESTS = 429;

    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int FIRST_REFUSAL = 300;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(10);

    private final BearerToken token;
    private final String addressOptions;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(threads)
                    .build();

    /**
     * Calls with this token.
     *
     * @param addressOptions the options that give other addresses, for messages
     */
    public HttpCalls(BearerToken token, String addressOptions) {
        this.token = token;
        this.addressOptions = addressOptions;
    }

    /**
     * Sends one request, once.
     *
     * @throws IOException if there is no answer; then it is unknown whether the request took effect
     * @throws ServiceFailure if the service refuses the token
     */
    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
        requireAccess(response.request().uri(), response.statusCode(), response.body());
        return response;
    }

    /**
     * Sends one request, once, and leaves the body to the caller, who closes it.
     *
     * @throws IOException if there is no answer
     * @throws ServiceFailure if the service refuses the token or the request
     */
    HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() >= FIRST_REFUSAL) {
            try (InputStream body = response.body()) {
                URI uri = response.request().uri();
                byte[] bytes = body.readAllBytes();
                requireAccess(uri, response.statusCode(), bytes);
                throw ServiceFailure.refused(uri, response.statusCode(), json(bytes));
            }
        }
        return response;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException {
        String value = token.value();
        if (value != null) {
            request.setHeader("Authorization", "Bearer " + value);
        }
        try {
            return client.send(request.timeout(ANSWER_TIMEOUT).build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", e);
        }
    }

    private void requireAccess(URI uri, int status, byte[] body) {
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw ServiceFailure.noAccess(uri, status, json(body), token.cure());
        }
    }

    /** Whether the same request may have success later: after a 5xx answer, or over a rate. */
    public static boolean isTemporary(HttpResponse<?> response) {
        return ServiceFailure.isTemporary(response.statusCode());
    }

    /**
     * Sends a read request, and sends it again after a temporary refusal or no answer.
     *
     * @throws ServiceFailure if there is no other answer before the deadline
     */
    public HttpResponse<byte[]> read(HttpRequest.Builder request, Deadline deadline) {
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
                trouble = reason(e);
                pause(Duration.ofMillis(100));
            }
        } while (!deadline.hasPassed());
        throw noAnswer(request.build().uri().toString(), trouble);
    }

    /** Returns the failure of a call without an answer. */
    public OperatorFailure noAnswer(String url, String trouble) {
        return ServiceFailure.noAnswer(url, trouble, addressOptions);
    }

    /** Returns the reason why there is no answer, in words. */
    public static String reason(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the name of the host is unknown";
            }
        }
        return switch (e) {
            case HttpConnectTimeoutException _ ->
                    "no connection within " + CONNECT_TIMEOUT.toSeconds() + " s";
            case ConnectException _ -> "the connection is refused";
            case HttpTimeoutException _ -> "no answer within " + ANSWER_TIMEOUT.toSeconds() + " s";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    /** Returns the wait that the server asks for, bounded. */
    public static Duration retryAfter(HttpResponse<?> response) {
        Duration asked =
                response.headers()
                        .firstValue("Retry-After")
                        .filter(text -> text.matches("\\d{1,6}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(Duration.ofMillis(100));
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }

    /** Returns the body as JSON, or an empty object if it is not a JSON object. */
    public static JsonNode json(HttpResponse<byte[]> response) {
        return json(response.body());
    }

    private static JsonNode json(byte[] bytes) {
        try {
            JsonNode body = JSON.readTree(bytes);
            return body.isObject() ? body : JSON.createObjectNode();
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }

    /** Waits before the next attempt; the wait may end early. */
    public static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    /** Ends at once, also if a body is still being received. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        threads.close();
    }
}
