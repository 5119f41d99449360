package io.stockledger.cli.verify;

import io.stockledger.cli.sources.Database;
import io.stockledger.verification.Differences;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Checks that the positions of the event log are 1, 2, 3 ... up to its head, without gaps. */
final class PositionStage implements Stage {

    private static final long POSITIONS_PER_STEP = 1_000_000;

    private static final String COUNT =
            "SELECT count(*) FROM events WHERE position > ? AND position <= ?";

    private static final String GAPS =
            """
            SELECT previous + 1, position - 1
            FROM (SELECT position,
                         lag(position, 1, ?::bigint) OVER (ORDER BY position) AS previous
                  FROM (SELECT position FROM events WHERE position > ? AND position <= ?
                        UNION ALL SELECT ? + 1) AS present) AS pairs
            WHERE position > previous + 1
            ORDER BY 1
            """;

    private static final String BEYOND_HEAD =
            """
            SELECT h.position, min(e.position), count(e.position)
            FROM log_head h LEFT JOIN events e ON e.position > h.position
            GROUP BY h.position
            """;

    private static final String WITHOUT_EVENTS =
            """
            SELECT r.idempotency_key, r.first_position, r.event_count
            FROM receipts r
            WHERE NOT EXISTS (
                SELECT FROM events e WHERE e.position = r.first_position + r.event_count - 1)
            LIMIT 1000
            """;

    private final Database events;
    private final Differences differences;

    PositionStage(Database events, Differences differences) {
        this.events = events;
        this.differences = differences;
    }

    @Override
    public String name() {
        return "positions";
    }

    @Override
    public void run(@Nullable String cursor, Checkpoints checkpoints) throws SQLException {
        try (Connection connection = events.openToRead()) {
            long head = head(connection);
            long after = cursor == null ? 0 : Long.parseLong(cursor);
            long done = 0;
            while (after < head) {
                long last = Math.min(head, after + POSITIONS_PER_STEP);
                if (count(connection, after, last) != last - after) {
                    reportGaps(connection, after, last);
                }
                done += last - after;
                after = last;
                checkpoints.reached(Long.toString(after), done);
            }
            reportReceipts(connection);
            connection.commit();
        }
    }

    private long head(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BEYOND_HEAD);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                differences.add("log head", "the table log_head has no row");
                return 0;
            }
            long head = row.getLong(1);
            if (row.getLong(3) > 0) {
                differences.add(
                        "log head",
                        "the head is %d, and the log has %d events from position %d on"
                                .formatted(head, row.getLong(3), row.getLong(2)));
            }
            return head;
        }
    }

    private static long count(Connection connection, long after, long last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setLong(1, after);
            select.setLong(2, last);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void reportGaps(Connection connection, long after, long last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(GAPS)) {
            select.setLong(1, after);
            select.setLong(2, after);
            select.setLong(3, last);
            select.setLong(4, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long first = row.getLong(1);
                    long end = row.getLong(2);
                    differences.add(
                            "positions",
                            first == end
                                    ? "the event at position %d is missing".formatted(first)
                                    : "the events from position %d to %d are missing"
                                            .formatted(first, end));
                }
            }
        }
    }

    private void reportReceipts(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WITHOUT_EVENTS);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                differences.add(
                        "receipts",
                        "key '%s' stands for %d events from position %d on, which the log does not have"
                                .formatted(row.getString(1), row.getInt(3), row.getLong(2)));
            }
        }
    }
}
