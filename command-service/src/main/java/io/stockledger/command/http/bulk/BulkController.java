package io.stockledger.command.http.bulk;

import io.stockledger.command.http.CommandExchange;
import io.stockledger.command.http.CommandHttp;
import io.stockledger.command.http.IdempotencyKey;
import io.stockledger.command.http.IfMatch;
import io.stockledger.http.Correlation;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/** Many commands in one request, one a line, each with a result of its own. */
@RestController
public final class BulkController implements ApplicationListener<ContextClosedEvent> {

    static final String NDJSON = "application/x-ndjson";

    /** How many lines of one request are under way at once. */
    static final int LINES_UNDER_WAY_MAX = 1_024;

    private final CommandExchange exchange;
    private final CommandHttp.RequestLimits limits;
    private volatile boolean stopping;

    public BulkController(CommandExchange exchange, CommandHttp.RequestLimits limits) {
        this.exchange = exchange;
        this.limits = limits;
    }

    @PostMapping(path = "/v1/commands", consumes = NDJSON, produces = NDJSON)
    void commands(HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        RequestFields none = RequestFields.none();
        IfMatch.refuse(request, none, "is the field expectedVersion of each line here");
        if (request.getHeader(IdempotencyKey.HEADER) != null) {
            none.refuse(IdempotencyKey.HEADER, "is the field idempotencyKey of each line here");
        }
        none.finish();
        Correlation correlation = Correlation.of(request);
        int lineBytesMax = limits.orderBodyBytesMax();
        response.setContentType(NDJSON);
        // Before the first line is read: a body that breaks off before the answer has begun would
        // turn it into the web server's own 400, without the results there are.
        response.flushBuffer();
        new BulkRequest(
                        new NdjsonLines(request.getInputStream(), lineBytesMax),
                        response.getOutputStream(),
                        new BulkWindow(LINES_UNDER_WAY_MAX, lineBytesMax),
                        new InFlightCommands(
                                exchange, limits.answerTimeoutMs(), LINES_UNDER_WAY_MAX),
                        new BulkResults(
                                exchange, request.getRequestURI(), correlation.correlationId()),
                        correlation,
                        () -> stopping)
                .run();
    }

    /** From now on no line is begun, so that a long import does not hold up the stop. */
    @Override
    public void onApplicationEvent(ContextClosedEvent stop) {
        stopping = true;
    }
}
