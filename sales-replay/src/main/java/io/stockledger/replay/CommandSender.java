package io.stockledger.replay;

import io.stockledger.cli.services.Deadline;
import io.stockledger.cli.services.HttpCalls;
import io.stockledger.cli.services.ServiceFailure;
import io.stockledger.cli.services.ServiceUrl;
import io.stockledger.replay.Answer.RecordedEvent;
import io.stockledger.replay.AuditTrail.TrailEvent;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends a command until its outcome is known, and prevents that it takes effect twice. Thread-safe.
 *
 * <h2>Failures</h2>
 *
 * <ul>
 *   <li>{@code 503 overloaded}: nothing is recorded. The command is sent again after {@code
 *       Retry-After}.
 *   <li>Any other failure: the outcome is unknown. With an idempotency key the command is sent
 *       again with the same key. Without a key the audit trail is read. This replay is the only
 *       writer of its products, so an event after the last known version belongs to this command,
 *       and its answer is taken from the event.
 *   <li>If there is no such event, the command is sent again with {@code If-Match} on the last
 *       known version. Then only one of the two attempts can apply, even if the first one arrives
 *       late.
 * </ul>
 */
final class CommandSender {

    private static final String OVERLOADED = "overloaded";
    private static final int UNAVAILABLE = 503;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    private final HttpCalls http;
    private final ServiceUrl commandService;
    private final AuditTrail trail;
    private final Tally tally;
    private final Duration retryFor;
    private final @Nullable String keyPrefix;

    /**
     * @param retryFor how long a command is sent again before the replay fails
     * @param keyPrefix the first part of all idempotency keys of this run, or null to send no keys
     */
    CommandSender(
            HttpCalls http,
            ServiceUrl commandService,
            Tally tally,
            Duration retryFor,
            @Nullable String keyPrefix) {
        this.http = http;
        this.commandService = commandService;
        this.trail = new AuditTrail(http, commandService);
        this.tally = tally;
        this.retryFor = retryFor;
        this.keyPrefix = keyPrefix;
    }

    /**
     * Sends the command and returns its answer.
     *
     * @param lastVersion the last acknowledged version of the product
     * @throws ReplayFailure if the outcome is not known in time
     */
    Answer send(String productId, long lastVersion, PlannedCommand planned) {
        Deadline deadline = Deadline.in(retryFor);
        boolean uncertain = false;
        String trouble;
        do {
            if (uncertain && keyPrefix == null) {
                Optional<Answer> recorded = recordedAfter(productId, lastVersion, deadline);
                if (recorded.isPresent()) {
                    tally.foundInTrail();
                    return recorded.get();
                }
            }
            try {
                long started = System.nanoTime();
                HttpResponse<byte[]> response =
                        http.send(request(productId, lastVersion, planned, uncertain));
                if (!HttpCalls.isTemporary(response)) {
                    tally.answered(System.nanoTime() - started);
                    Answer answer = answer(response);
                    if (!(uncertain && isOwnEarlierAttempt(answer, planned))) {
                        return answer;
                    }
                    trouble =
                            "the first attempt is recorded, but the audit trail does not contain"
                                    + " it";
                } else {
                    trouble = "it answers with status " + response.statusCode();
                    uncertain |= !hasNoEffect(response);
                    tally.sentAgain();
                    HttpCalls.pause(HttpCalls.retryAfter(response));
                }
            } catch (IOException e) {
                trouble = HttpCalls.reason(e);
                uncertain = true;
                tally.sentAgain();
                HttpCalls.pause(PAUSE_AFTER_FAILURE);
            }
        } while (!deadline.hasPassed());
        throw http.noAnswer(commandService.toString(), trouble);
    }

    /** Whether a temporary refusal was made before the command was accepted. */
    private static boolean hasNoEffect(HttpResponse<byte[]> response) {
        return response.statusCode() == HttpCalls.TOO_MANY_REQUESTS
                || (response.statusCode() == UNAVAILABLE
                        && ServiceFailure.name(UNAVAILABLE, HttpCalls.json(response))
                                .equals(OVERLOADED));
    }

    private HttpRequest.Builder request(
            String productId, long lastVersion, PlannedCommand planned, boolean uncertain) {
        HttpRequest.Builder request =
                CommandRequest.of(commandService, productId, planned.command());
        long ifMatch = planned.ifMatch();
        if (keyPrefix != null) {
            request.header("Idempotency-Key", keyPrefix + planned.turn());
        } else if (uncertain && ifMatch == 0) {
            ifMatch = lastVersion;
        }
        if (ifMatch > 0) {
            request.header("If-Match", "\"" + ifMatch + "\"");
        }
        return request;
    }

    /** Whether the answer refuses a repeated command because its first attempt is recorded. */
    private static boolean isOwnEarlierAttempt(Answer answer, PlannedCommand planned) {
        return answer instanceof Answer.Refused refused
                && planned.expected() instanceof Outcome.Recorded
                && (refused.problem().equals(Problem.VERSION_MISMATCH.wireName())
                        || refused.problem().equals(Problem.ALREADY_REGISTERED.wireName()));
    }

    private Optional<Answer> recordedAfter(String productId, long lastVersion, Deadline deadline) {
        List<TrailEvent> events = trail.page(productId, lastVersion, deadline);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        List<RecordedEvent> recorded = new ArrayList<>();
        for (TrailEvent event : events) {
            recorded.add(new RecordedEvent(event.eventId(), event.type(), event.sequenceNumber()));
        }
        TrailEvent last = events.getLast();
        return Optional.of(new Answer.Recorded(last.sequenceNumber(), last.position(), recorded));
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        JsonNode body = HttpCalls.json(response);
        if (response.statusCode() >= 300) {
            return new Answer.Refused(
                    response.statusCode(), ServiceFailure.name(response.statusCode(), body), body);
        }
        List<RecordedEvent> events = new ArrayList<>();
        for (JsonNode event : body.path("events")) {
            events.add(
                    new RecordedEvent(
                            event.path("eventId").asString(""),
                            event.path("type").asString(""),
                            event.path("sequenceNumber").asLong(0)));
        }
        return new Answer.Recorded(
                body.path("version").asLong(0), body.path("position").asLong(0), events);
    }
}
