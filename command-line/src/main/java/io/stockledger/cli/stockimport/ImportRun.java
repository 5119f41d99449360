package io.stockledger.cli.stockimport;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.output.Progress;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The import of one file, window by window: while the commands of one window are sent, the next one
 * is read, so that at most two windows are in memory. For one thread.
 */
final class ImportRun {

    private final StockList list;
    private final WindowImport windows;
    private final RejectedFile rejected;
    private final RowReport report;
    private final boolean isDryRun;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long rows;

    /**
     * @param rejected receives the rejected rows, except in a dry run
     */
    ImportRun(
            StockList list,
            WindowImport windows,
            RejectedFile rejected,
            RowReport report,
            boolean isDryRun) {
        this.list = list;
        this.windows = windows;
        this.rejected = rejected;
        this.report = report;
        this.isDryRun = isDryRun;
    }

    /**
     * Imports all rows.
     *
     * @throws OperatorFailure if the service refuses a request as a whole, or does not answer
     */
    Map<Outcome, Long> run(Progress progress) throws IOException {
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<List<ListRow>> next = reader.submit(list::next);
            for (List<ListRow> window = rows(next); !window.isEmpty(); window = rows(next)) {
                next = reader.submit(list::next);
                windows.end(window);
                note(window);
                progress.stepTo(rows);
            }
        }
        return counts;
    }

    private void note(List<ListRow> window) throws IOException {
        report.add(window);
        for (ListRow row : window) {
            counts.merge(row.outcome(), 1L, Long::sum);
            if (row.is(Outcome.REJECTED) && !isDryRun) {
                rejected.add(row);
            }
        }
        rows += window.size();
    }

    /** The number of rows with an outcome. */
    long rows() {
        return rows;
    }

    private static List<ListRow> rows(Future<List<ListRow>> window) throws IOException {
        try {
            return window.get();
        } catch (ExecutionException e) {
            throw new IOException("the file has changed during the import", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorFailure("the import is interrupted", e);
        }
    }
}
