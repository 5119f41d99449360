package io.stockledger.query.exports;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.http.HttpProblemType;
import io.stockledger.http.Problem;
import io.stockledger.http.ProblemException;
import io.stockledger.query.generations.ReadModel;
import io.stockledger.query.http.AnswerConnection;
import io.stockledger.query.http.QueryProblemType;
import io.stockledger.query.metrics.QueryMetrics;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Answers requests with all rows of a statement, from one snapshot of the database.
 *
 * <h2>Memory and time</h2>
 *
 * The rows are read with a cursor and sent in parts of 32 KiB on the virtual thread of the request.
 * While the caller does not read, the thread waits in a write, so nothing is collected in memory. A
 * snapshot keeps vacuum from removing rows that have changed since. Therefore {@link #cutOnce},
 * which another thread calls repeatedly, cuts an export whose caller does not read and an export
 * that takes too long, and the server ends a transaction that takes longer than that.
 *
 * <h2>Failures</h2>
 *
 * Until the first part is sent, a failure is answered as a problem. After that the connection is
 * reset, so that an incomplete file cannot be taken for a complete one.
 *
 * <p>Thread-safe.
 */
public final class Exports {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    /** The rows of an export. */
    @FunctionalInterface
    public interface Content {

        /**
         * Sets headers that depend on the snapshot, and writes all rows.
         *
         * @param snapshot reads the snapshot, with a cursor
         * @throws UncheckedIOException if the caller has gone
         */
        void write(NamedParameterJdbcTemplate snapshot, ExportOutput out) throws IOException;
    }

    private final ExportSnapshots snapshots;
    private final ExportLimits limits;
    private final QueryMetrics metrics;
    private final Clock clock;
    private final Semaphore free;
    private final Set<RunningExport> running = ConcurrentHashMap.newKeySet();

    /**
     * @param dataSource as many connections as exports may run, without auto-commit, read-only and
     *     with the isolation level repeatable read
     * @param readModels the versions that this replica has
     */
    public Exports(
            HikariDataSource dataSource,
            List<? extends ReadModel> readModels,
            ExportLimits limits,
            QueryMetrics metrics,
            Clock clock) {
        this.snapshots = new ExportSnapshots(dataSource, readModels, limits.durationMax());
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
        this.free = new Semaphore(limits.runningMax());
        metrics.exports(running::size, this::oldestSeconds);
    }

    /**
     * Answers a request with an export. A {@code HEAD} request is answered with the headers only.
     *
     * @param fileName the beginning of the name of a CSV file, in ASCII
     * @throws ProblemException overloaded, if as many exports are running as may run; and every
     *     problem that the content finds before the first part is sent
     */
    public void send(
            HttpServletRequest request,
            HttpServletResponse response,
            ExportFormat format,
            String fileName,
            Content content)
            throws IOException {
        Runnable headers = () -> format.setHeaders(response, fileName, clock.instant());
        if (request.getMethod().equals("HEAD")) {
            headers.run();
            // Otherwise the web server adds a Content-Length of 0, which is not that of the file.
            response.flushBuffer();
            return;
        }
        if (!free.tryAcquire()) {
            throw new ProblemException(overloaded());
        }
        AnswerConnection connection = AnswerConnection.of(request);
        var export = new RunningExport(connection::reset, System.nanoTime());
        var out = new ExportOutput(response, headers, export, metrics::exportRowsSent);
        boolean isComplete = false;
        running.add(export);
        try {
            snapshots.read(
                    export,
                    snapshot -> {
                        content.write(snapshot, out);
                        out.finish();
                    });
            isComplete = true;
        } catch (RuntimeException | IOException e) {
            if (!export.hasBegun()) {
                if (export.isCut()) {
                    throw new ProblemException(tookTooLong());
                }
                throw e;
            }
            logFailure(export, e);
        } finally {
            export.end();
            running.remove(export);
            free.release();
            metrics.exportEnded(isComplete);
            if (!isComplete && export.hasBegun()) {
                connection.abort(new IOException("the export was not completed"));
            }
        }
    }

    private static void logFailure(RunningExport export, Exception failure) {
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            LOG.debug("The connection to the caller of an export is closed", failure);
        } else if (!export.isCut()) {
            LOG.warn(
                    "An export failed; its connection is reset: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        }
    }

    /** Cuts every export that has exceeded a limit. */
    public void cutOnce() {
        long now = System.nanoTime();
        running.forEach(export -> export.cutIfDue(limits, now));
    }

    private double oldestSeconds() {
        long now = System.nanoTime();
        return running.stream().mapToLong(export -> export.ageNanos(now)).max().orElse(0) / 1e9;
    }

    private static Problem overloaded() {
        return HttpProblemType.OVERLOADED
                .problem("This replica has no room for another export; try again, or use another")
                .withHeader("Retry-After", "10");
    }

    private Problem tookTooLong() {
        return QueryProblemType.VIEW_UNAVAILABLE
                .problem(
                        "The export took longer than %d ms; use filters"
                                .formatted(limits.durationMax().toMillis()))
                .withHeader("Retry-After", "10");
    }
}
