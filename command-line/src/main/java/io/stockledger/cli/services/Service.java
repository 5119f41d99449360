package io.stockledger.cli.services;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** One of the two services at its address. Thread-safe; blocks the calling thread. */
public final class Service {

    private static final int FIRST_REFUSAL = 300;

    private final HttpCalls calls;
    private final ServiceUrl url;

    Service(HttpCalls calls, ServiceUrl url) {
        this.calls = calls;
        this.url = url;
    }

    /** An accepted answer. */
    public record Answer(JsonNode body, HttpHeaders headers) {

        /** The log position that the answer of the query service contains, or 0. */
        public long position() {
            return headers.firstValueAsLong("Stock-Position").orElse(0);
        }
    }

    /** The address of the service. */
    public ServiceUrl url() {
        return url;
    }

    /** Returns the same service at another address. */
    public Service at(ServiceUrl other) {
        return new Service(calls, other);
    }

    /**
     * Reads JSON.
     *
     * @param path with its query, percent-encoded
     * @throws ServiceFailure if the service refuses the call or does not answer
     */
    public Answer get(String path) {
        return accepted(send(HttpRequest.newBuilder(url.at(path))));
    }

    /**
     * Reads JSON, and reads it again after a temporary refusal or no answer.
     *
     * @param path with its query, percent-encoded
     * @throws ServiceFailure if the service refuses the call, or gives no other answer before the
     *     deadline
     */
    public Answer get(String path, Deadline deadline) {
        return accepted(calls.read(HttpRequest.newBuilder(url.at(path)), deadline));
    }

    /**
     * Sends a JSON body, or none.
     *
     * @throws ServiceFailure if the service refuses the call or does not answer
     */
    public Answer post(String path, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.at(path));
        return accepted(
                send(
                        body == null
                                ? request.POST(BodyPublishers.noBody())
                                : request.header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(body.toString()))));
    }

    /**
     * Reads a text.
     *
     * @throws ServiceFailure if the service refuses the call or does not answer
     */
    public String text(String path) {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder(url.at(path)));
        accepted(response);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the status of an answer, whatever it is.
     *
     * @throws ServiceFailure if the service does not answer
     */
    public int status(String path) {
        return send(HttpRequest.newBuilder(url.at(path))).statusCode();
    }

    /**
     * Opens a file of any size, which the caller closes. Reading it fails with an IOException if it
     * is not complete.
     *
     * @param mediaType the format of the file
     * @throws ServiceFailure if the service refuses the call or does not answer
     */
    public InputStream open(String path, String mediaType) {
        try {
            return calls.open(HttpRequest.newBuilder(url.at(path)).header("Accept", mediaType))
                    .body();
        } catch (IOException e) {
            throw calls.noAnswer(url.toString(), HttpCalls.reason(e));
        }
    }

    /**
     * Sends a body once, and returns the answer with any status.
     *
     * @throws IOException if there is no answer; then it is unknown whether the request took effect
     * @throws ServiceFailure if the service refuses the token
     */
    public HttpResponse<byte[]> exchange(String path, String mediaType, String body)
            throws IOException {
        return calls.send(exchangeOf(path, mediaType, body));
    }

    /**
     * Sends a command as JSON once, with an idempotency key, and returns the answer with any
     * status.
     *
     * @throws IOException if there is no answer; then it is unknown whether the command took effect
     * @throws ServiceFailure if the service refuses the token
     */
    public HttpResponse<byte[]> exchangeKeyed(String path, String key, String body)
            throws IOException {
        return calls.send(
                exchangeOf(path, "application/json", body).header("Idempotency-Key", key));
    }

    private HttpRequest.Builder exchangeOf(String path, String mediaType, String body) {
        return HttpRequest.newBuilder(url.at(path))
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body));
    }

    /** Returns the failure of an answer that is a refusal. */
    public static ServiceFailure refusal(HttpResponse<byte[]> response) {
        return ServiceFailure.refused(
                response.request().uri(), response.statusCode(), HttpCalls.json(response));
    }

    /** Returns the failure of a call to which there is no answer for this reason. */
    public OperatorFailure noAnswer(String trouble) {
        return calls.noAnswer(url.toString(), trouble);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return calls.send(request);
        } catch (IOException e) {
            throw calls.noAnswer(url.toString(), HttpCalls.reason(e));
        }
    }

    private static Answer accepted(HttpResponse<byte[]> response) {
        if (response.statusCode() >= FIRST_REFUSAL) {
            throw refusal(response);
        }
        return new Answer(HttpCalls.json(response), response.headers());
    }
}
