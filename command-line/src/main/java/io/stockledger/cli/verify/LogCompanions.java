package io.stockledger.cli.verify;

import io.stockledger.verification.Differences;
import io.stockledger.verification.ModelLine;
import io.stockledger.verification.ProductModel;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rows that the events database derives from the events of a range of products: snapshots, and
 * the deadlines of open reservations. For one thread.
 */
final class LogCompanions {

    /** Deadlines that are due soon may be checked and removed at any moment. */
    private static final int DUE_SOON_SECONDS = 60;

    private static final int DEADLINES_PER_QUERY = 1_000;

    private static final String SNAPSHOTS =
            """
            SELECT aggregate_id, version, format, state
            FROM snapshots
            WHERE aggregate_id > ? COLLATE "C" AND aggregate_id <= ? COLLATE "C"
            """;

    private static final String WITHOUT_DEADLINE =
            """
            SELECT asked.product_id, asked.order_id
            FROM unnest(?::text[], ?::text[], ?::timestamptz[])
                AS asked (product_id, order_id, expires_at)
            WHERE NOT EXISTS (
                SELECT FROM reservation_deadlines d
                WHERE d.expires_at = asked.expires_at
                    AND d.product_id = asked.product_id COLLATE "C"
                    AND d.order_id = asked.order_id COLLATE "C")
            """;

    private record Snapshot(long version, int format, String state) {}

    private record Deadline(String productId, String orderId, OffsetDateTime expiresAt) {}

    private final Connection connection;
    private final Differences differences;
    private final Map<String, Snapshot> snapshots = new HashMap<>();
    private final List<Deadline> deadlines = new ArrayList<>();

    private LogCompanions(Connection connection, Differences differences) {
        this.connection = connection;
        this.differences = differences;
    }

    /** Opens the rows of the products after one id up to another. */
    static LogCompanions open(
            Connection connection, String after, String last, Differences differences)
            throws SQLException {
        var companions = new LogCompanions(connection, differences);
        try (PreparedStatement select = connection.prepareStatement(SNAPSHOTS)) {
            select.setString(1, after);
            select.setString(2, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    companions.snapshots.put(
                            row.getString(1),
                            new Snapshot(row.getLong(2), row.getInt(3), row.getString(4)));
                }
            }
        }
        return companions;
    }

    /** Compares the snapshot of a product if it is of the version of the model. */
    void compareSnapshot(ProductModel model) {
        Snapshot snapshot = snapshots.get(model.productId());
        if (snapshot == null || snapshot.version != model.version()) {
            return;
        }
        snapshots.remove(model.productId());
        String difference = SnapshotComparison.difference(snapshot.format, snapshot.state, model);
        if (difference != null) {
            differences.add(
                    "snapshot",
                    "of '%s' at version %d: %s"
                            .formatted(model.productId(), model.version(), difference));
        }
    }

    /**
     * Reports the snapshots whose version no product has reached, and the deadlines that are
     * missing. Each range ends with this call.
     */
    void reportRest() throws SQLException {
        reportMissingDeadlines();
        snapshots.forEach(
                (productId, snapshot) ->
                        differences.add(
                                "snapshot",
                                "of '%s' is of version %d, which the log does not have"
                                        .formatted(productId, snapshot.version)));
    }

    /**
     * Looks for the deadlines of the open reservations, without which they would never be recorded
     * as expired. Deadlines are read in groups.
     */
    void compareDeadlines(ProductModel model) throws SQLException {
        Instant soon = Instant.now().plus(DUE_SOON_SECONDS, ChronoUnit.SECONDS);
        for (Map.Entry<String, ModelLine> line : model.openLines().entrySet()) {
            Instant end = line.getValue().expiresAt();
            if (end != null && end.isAfter(soon)) {
                deadlines.add(
                        new Deadline(
                                model.productId(), line.getKey(), end.atOffset(ZoneOffset.UTC)));
            }
            if (deadlines.size() == DEADLINES_PER_QUERY) {
                reportMissingDeadlines();
            }
        }
    }

    private void reportMissingDeadlines() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WITHOUT_DEADLINE)) {
            select.setArray(1, array("text", deadlines.stream().map(Deadline::productId)));
            select.setArray(2, array("text", deadlines.stream().map(Deadline::orderId)));
            select.setArray(3, array("timestamptz", deadlines.stream().map(Deadline::expiresAt)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    differences.add(
                            "deadlines",
                            "the reservation of '%s' for order '%s' has an end and no deadline, so its expiry would not be recorded"
                                    .formatted(row.getString(1), row.getString(2)));
                }
            }
        }
        deadlines.clear();
    }

    private Array array(String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
