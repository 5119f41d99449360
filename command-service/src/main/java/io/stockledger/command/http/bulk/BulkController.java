package io.stockledger.command.http.bulk;

import io.stockledger.access.AccessProblems;
import io.stockledger.access.Caller;
import io.stockledger.access.ClientSlots;
import io.stockledger.access.ClientSlots.Slot;
import io.stockledger.command.http.CommandExchange;
import io.stockledger.command.http.CommandHeaders;
import io.stockledger.command.http.RequestLimits;
import io.stockledger.http.Correlation;
import io.stockledger.http.IncomingBody;
import io.stockledger.http.Problem;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;

/** Many commands in one request, one per line, each with its own result. */
@RestController
final class BulkController implements ApplicationListener<ContextClosedEvent> {

    static final String NDJSON = "application/x-ndjson";

    /** The maximum number of lines of one request that are submitted and not yet answered. */
    static final int LINES_IN_FLIGHT_MAX = 1_024;

    private final CommandExchange exchange;
    private final RequestLimits limits;
    private final ClientSlots clientRequests;
    private final Clock clock;
    private volatile boolean stopping;

    BulkController(
            CommandExchange exchange,
            RequestLimits limits,
            ClientSlots clientRequests,
            Clock clock) {
        this.exchange = exchange;
        this.limits = limits;
        this.clientRequests = clientRequests;
        this.clock = clock;
    }

    @PostMapping(path = "/v1/commands", consumes = NDJSON, produces = NDJSON)
    void commands(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        RequestFields fields = RequestFields.none();
        fields.refuseQuery(request);
        CommandHeaders.refuseFieldsOfLines(request, fields);
        fields.finish();
        try (Slot _ = clientRequests.take(request)) {
            run(request, response);
        }
    }

    private void run(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        InputStream body = RequestBodies.stream(request);
        Correlation correlation = Correlation.of(request);
        Instant until = Caller.until(request);
        int lineBytesMax = limits.orderBodyBytesMax();
        NdjsonLines lines = new NdjsonLines(body, IncomingBody.of(request), lineBytesMax);
        response.setContentType(NDJSON);
        // Flushed before the first line is read, for two reasons. The caller may wait for the head
        // before it sends a line. And if the body breaks off before the response is committed, the
        // web server answers 400, without the results of the lines before.
        response.flushBuffer();
        new BulkRequest(
                        lines,
                        response.getOutputStream(),
                        new BulkWindow(LINES_IN_FLIGHT_MAX, lineBytesMax),
                        new InFlightCommands(
                                exchange, limits.answerTimeoutMs(), LINES_IN_FLIGHT_MAX),
                        new BulkResults(
                                exchange, request.getRequestURI(), correlation.correlationId()),
                        correlation,
                        () -> refusal(until))
                .run();
    }

    private @Nullable Problem refusal(Instant until) {
        if (stopping) {
            return Problems.unavailable();
        }
        return clock.instant().isBefore(until) ? null : AccessProblems.tokenEnded();
    }

    /** Submits no more lines from now on, so that a long import does not delay the stop. */
    @Override
    public void onApplicationEvent(ContextClosedEvent stop) {
        stopping = true;
    }
}
