package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.services.Deadline;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.Service;
import io.stockledger.cli.services.ServiceFailure;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Sends commands and repeats those without a final answer, with the same keys: after 503 and 429,
 * and after a broken connection. It gives up if nothing succeeds for two minutes, and at once if
 * the service has never answered. It also reads products, with the same patience. Thread-safe;
 * blocks the calling thread.
 */
final class CommandSender {

    private static final Duration SILENCE_MAX = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int FIRST_REFUSAL = 300;

    private final Service service;
    private volatile boolean hasAnswered;
    private volatile long lastSuccess = System.nanoTime();

    CommandSender(Service service) {
        this.service = service;
    }

    /**
     * An answer to one command.
     *
     * @param body the result, or the problem
     * @param isReplayed whether an earlier request with the same key has recorded the command
     */
    record Answer(int status, JsonNode body, boolean isReplayed) {

        private static Answer ofLine(JsonNode body) {
            return new Answer(
                    body.path("status").asInt(500), body, body.path("replayed").asBoolean(false));
        }

        boolean isAccepted() {
            return status < FIRST_REFUSAL;
        }

        String problem() {
            return ServiceFailure.name(status, body);
        }

        String detail() {
            return body.path("detail").asString(problem());
        }
    }

    /**
     * Sends commands in one bulk request, and returns their answers in the same order.
     *
     * @param commands at most 1,000, with their keys
     * @throws OperatorFailure if the service refuses the request, or does not answer for too long
     */
    List<Answer> sendAll(List<? extends JsonNode> commands) {
        Answer[] answers = new Answer[commands.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            open.add(i);
        }
        while (!open.isEmpty()) {
            StringBuilder body = new StringBuilder();
            open.forEach(index -> body.append(commands.get(index)).append('\n'));
            List<Answer> results =
                    results(
                            exchange(
                                    () ->
                                            service.exchange(
                                                    "/v1/commands",
                                                    "application/x-ndjson",
                                                    body.toString())));
            for (int i = 0; i < Math.min(open.size(), results.size()); i++) {
                answers[open.get(i)] = results.get(i);
            }
            int before = open.size();
            open.removeIf(index -> answers[index] != null && isFinal(answers[index]));
            if (open.size() < before) {
                lastSuccess = System.nanoTime();
            } else {
                requirePatience("it accepts no commands");
            }
            if (!open.isEmpty()) {
                HttpCalls.pause(PAUSE);
            }
        }
        return List.of(answers);
    }

    /**
     * Sends one command to its own path.
     *
     * @throws OperatorFailure if the service does not answer for too long
     */
    Answer send(String path, String key, JsonNode body) {
        HttpResponse<byte[]> response =
                exchange(() -> service.exchangeKeyed(path, key, body.toString()));
        lastSuccess = System.nanoTime();
        return new Answer(
                response.statusCode(),
                HttpCalls.json(response),
                response.headers()
                        .firstValue("Idempotency-Replayed")
                        .filter("true"::equals)
                        .isPresent());
    }

    /**
     * Reads JSON from a path of the service.
     *
     * @throws ServiceFailure if the service refuses the call, or does not answer for too long
     */
    JsonNode get(String path) {
        return service.get(path, Deadline.in(SILENCE_MAX)).body();
    }

    private static boolean isFinal(Answer answer) {
        if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
            throw new OperatorFailure("the service refuses the token: " + answer.detail());
        }
        return !ServiceFailure.isTemporary(answer.status());
    }

    /** Returns the results that have arrived; the last one may be cut off. */
    private static List<Answer> results(HttpResponse<byte[]> response) {
        if (response.statusCode() >= FIRST_REFUSAL) {
            throw Service.refusal(response);
        }
        List<Answer> results = new ArrayList<>();
        try {
            new String(response.body(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(HttpCalls.JSON::readTree)
                    .forEach(body -> results.add(Answer.ofLine(body)));
        } catch (JacksonException _) {
            // The commands without a result are sent again.
        }
        return results;
    }

    /** A request that is sent once at each call. */
    private interface Request {

        HttpResponse<byte[]> send() throws IOException;
    }

    /** Returns the first answer that is not temporary. */
    private HttpResponse<byte[]> exchange(Request request) {
        while (true) {
            try {
                HttpResponse<byte[]> response = request.send();
                hasAnswered = true;
                if (!HttpCalls.isTemporary(response)) {
                    return response;
                }
                requirePatience("it answers with status " + response.statusCode());
                HttpCalls.pause(HttpCalls.retryAfter(response));
            } catch (IOException e) {
                if (!hasAnswered) {
                    throw service.noAnswer(HttpCalls.reason(e));
                }
                requirePatience(Objects.requireNonNull(HttpCalls.reason(e)));
                HttpCalls.pause(PAUSE);
            }
        }
    }

    private void requirePatience(String trouble) {
        if (System.nanoTime() - lastSuccess > SILENCE_MAX.toNanos()) {
            throw service.noAnswer(trouble);
        }
    }
}
