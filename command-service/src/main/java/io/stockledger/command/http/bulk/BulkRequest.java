package io.stockledger.command.http.bulk;

import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.Correlation;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestFields;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/**
 * One bulk request: reads and submits its lines on the request's thread and writes their results on
 * another, in order. Each waits for the other only as the window asks for, so a caller who reads
 * nothing holds up nobody but himself, until the web server's time-out for writing cuts him.
 */
final class BulkRequest {

    private static final Logger LOG = LoggerFactory.getLogger(BulkRequest.class);

    private final NdjsonLines lines;
    private final OutputStream answer;
    private final BulkWindow window;
    private final InFlightCommands underWay;
    private final BulkResults results;
    private final Correlation correlation;
    private final BooleanSupplier stopping;

    /**
     * A request that is about to be read.
     *
     * @param stopping whether the service takes no more lines
     */
    BulkRequest(
            NdjsonLines lines,
            OutputStream answer,
            BulkWindow window,
            InFlightCommands underWay,
            BulkResults results,
            Correlation correlation,
            BooleanSupplier stopping) {
        this.lines = lines;
        this.answer = answer;
        this.window = window;
        this.underWay = underWay;
        this.results = results;
        this.correlation = correlation;
        this.stopping = stopping;
    }

    /** Takes the whole request; returns when the last result is written or the caller is gone. */
    void run() throws InterruptedException {
        Thread writer = Thread.ofVirtual().name("bulk-results").start(this::writeResults);
        try {
            takeLines();
        } finally {
            window.end();
            writer.join();
        }
    }

    private void takeLines() throws InterruptedException {
        for (NdjsonLines.Line line = lines.next(); line != null; line = lines.next()) {
            if (!window.awaitRoom(line.json().length)) {
                return;
            }
            if (stopping.getAsBoolean()) {
                window.add(BulkLine.refused(line, Problems.unavailable()));
                return;
            }
            window.add(taken(line));
        }
    }

    private BulkLine taken(NdjsonLines.Line line) throws InterruptedException {
        Problem fault = line.fault();
        if (fault != null) {
            return BulkLine.refused(line, fault);
        }
        try {
            RequestFields fields = RequestFields.of(line.json());
            CommandRequest asked = BulkCommands.read(fields, correlation);
            return new BulkLine(
                    line.number(),
                    line.json().length,
                    asked.command(),
                    fields,
                    underWay.submit(asked));
        } catch (ProblemException e) {
            return BulkLine.refused(line, e.problem());
        } catch (RuntimeException bug) {
            return BulkLine.failed(line, bug);
        }
    }

    private void writeResults() {
        try {
            for (BulkLine line = nextLine(); line != null; line = nextLine()) {
                if (!line.outcome().isDone()) {
                    answer.flush();
                }
                answer.write(results.of(line));
                window.answered(line);
            }
            answer.flush();
        } catch (IOException e) {
            LOG.debug("The caller took no more results", e);
        } catch (InterruptedException e) {
            LOG.warn("Interrupted while results were written", e);
        } finally {
            window.abandon();
        }
    }

    /** Nothing that is written waits in a buffer while there is nothing else to write. */
    private @Nullable BulkLine nextLine() throws IOException, InterruptedException {
        BulkLine line = window.poll();
        if (line == null) {
            answer.flush();
            line = window.take();
        }
        return line;
    }
}
