package io.stockledger.query.movements;

import io.stockledger.query.exports.ExportFormat;
import io.stockledger.query.exports.ExportOutput;
import io.stockledger.query.exports.Exports;
import io.stockledger.query.exports.JsonLines;
import io.stockledger.query.generations.HeldRows;
import io.stockledger.query.generations.Hold;
import io.stockledger.query.progress.HeldFreshness;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;

/** Answers a request for movements with a file of all of them. Thread-safe. */
final class MovementExport {

    private static final String FILE_NAME = "movements";

    @FunctionalInterface
    private interface MovementReader {
        Movement read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface MovementWriter {
        void write(Movement movement) throws IOException;
    }

    private final Exports exports;
    private final JsonMapper mapper;
    private final Clock clock;

    MovementExport(Exports exports, JsonMapper mapper, Clock clock) {
        this.exports = exports;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Sends the movements of a product after a sequence number. */
    void send(
            ExportFormat format,
            String productId,
            long after,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        exports.send(
                request,
                response,
                format,
                FILE_NAME,
                (snapshot, out) -> {
                    JdbcClient jdbc = JdbcClient.create(snapshot.getJdbcTemplate());
                    apply(HeldRows.noRows(jdbc, productId).holds(), response);
                    jdbc.sql(MovementQueries.SELECT_PAGE)
                            .params(productId, after, Long.MAX_VALUE)
                            .query(rows(format, out, false));
                });
    }

    /**
     * Sends the movements of all products after a position, up to the {@code Stock-Position} of the
     * answer.
     */
    void send(
            ExportFormat format,
            MovementFilter filter,
            long after,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        exports.send(
                request,
                response,
                format,
                FILE_NAME,
                (snapshot, out) -> {
                    apply(
                            MovementPages.holds(
                                    JdbcClient.create(snapshot.getJdbcTemplate()),
                                    filter.productId()),
                            response);
                    MovementStatement all =
                            MovementStatement.page(
                                    filter,
                                    after,
                                    HeldFreshness.position(response),
                                    Long.MAX_VALUE);
                    snapshot.query(all.sql(), all.parameters(), rows(format, out, true));
                });
    }

    private void apply(Set<Hold> holds, HttpServletResponse response) {
        HeldFreshness.apply(response, holds, clock.instant());
    }

    private RowCallbackHandler rows(ExportFormat format, ExportOutput out, boolean withProductId)
            throws IOException {
        MovementReader reader = withProductId ? Movement::ofAnyProduct : Movement::of;
        MovementWriter writer =
                switch (format) {
                    case CSV -> MovementCsv.begin(out, withProductId)::write;
                    case JSON_LINES -> new JsonLines(mapper, out)::write;
                };
        return row -> {
            try {
                writer.write(reader.read(row));
                out.endRow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
