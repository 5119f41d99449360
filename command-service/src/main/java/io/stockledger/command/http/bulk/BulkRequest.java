package io.stockledger.command.http.bulk;

import io.stockledger.command.http.CommandFields;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * One bulk request. The thread of the request reads and submits the lines, and a second thread
 * writes their results in the same order. The window bounds the lines between the two threads, so
 * that a caller that reads no results delays only itself, until the web server's write timeout
 * closes its connection.
 */
final class BulkRequest {

    private static final Logger LOG = LoggerFactory.getLogger(BulkRequest.class);

    /** The lines that a thread handles before it yields to other requests. */
    private static final int LINES_PER_TURN = 16;

    private final NdjsonLines lines;
    private final OutputStream answer;
    private final BulkWindow window;
    private final InFlightCommands inFlight;
    private final BulkResults results;
    private final Correlation correlation;
    private final Supplier<@Nullable Problem> refusal;

    /**
     * A request whose body has not been read yet.
     *
     * @param refusal the reason for which no more lines are accepted; null if lines are accepted
     */
    BulkRequest(
            NdjsonLines lines,
            OutputStream answer,
            BulkWindow window,
            InFlightCommands inFlight,
            BulkResults results,
            Correlation correlation,
            Supplier<@Nullable Problem> refusal) {
        this.lines = lines;
        this.answer = answer;
        this.window = window;
        this.inFlight = inFlight;
        this.results = results;
        this.correlation = correlation;
        this.refusal = refusal;
    }

    /** Returns when the last result is written or the caller has closed the connection. */
    void run() throws InterruptedException {
        Thread writer = Thread.ofVirtual().name("bulk-results").start(this::writeResults);
        try {
            submitLines();
        } finally {
            window.end();
            writer.join();
        }
    }

    private void submitLines() throws InterruptedException {
        int submitted = 0;
        for (NdjsonLines.Line line = lines.next(); line != null; line = lines.next()) {
            yieldAfter(++submitted);
            if (!window.awaitRoom(line.json().length)) {
                return;
            }
            Problem ended = refusal.get();
            if (ended != null) {
                window.add(BulkLine.refused(line, ended));
                return;
            }
            window.add(submit(line));
        }
    }

    /**
     * A virtual thread keeps its processor until it waits, which a request whose lines have all
     * arrived need not do for a long time.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Results do not depend on it, only waiting times do.
    private static void yieldAfter(int linesHandled) {
        if (linesHandled % LINES_PER_TURN == 0) {
            Thread.yield();
        }
    }

    private BulkLine submit(NdjsonLines.Line line) throws InterruptedException {
        Problem fault = line.fault();
        if (fault != null) {
            return BulkLine.refused(line, fault);
        }
        try {
            RequestFields fields = RequestFields.of(line.json());
            CommandRequest request = CommandFields.read(fields, correlation);
            return new BulkLine(
                    line.number(),
                    line.json().length,
                    request.command(),
                    fields,
                    inFlight.submit(request));
        } catch (ProblemException e) {
            return BulkLine.refused(line, e.problem());
        } catch (RuntimeException bug) {
            return BulkLine.failed(line, bug);
        }
    }

    private void writeResults() {
        try {
            int written = 0;
            for (BulkLine line = nextLine(); line != null; line = nextLine()) {
                yieldAfter(++written);
                if (!line.outcome().isDone()) {
                    answer.flush();
                }
                answer.write(results.of(line));
                window.answered(line);
                lines.release(line.bytes());
            }
            // Ends the answer before the rest of the body is discarded, which may take seconds.
            answer.close();
        } catch (IOException e) {
            LOG.debug("The caller closed the connection before the last result", e);
        } catch (InterruptedException e) {
            LOG.warn("Interrupted while writing results; the remaining results are not sent", e);
        } finally {
            window.abandon();
        }
    }

    /** The next line to answer. Flushes the results that are written before it waits for a line. */
    private @Nullable BulkLine nextLine() throws IOException, InterruptedException {
        BulkLine line = window.poll();
        if (line == null) {
            answer.flush();
            line = window.take();
        }
        return line;
    }
}
