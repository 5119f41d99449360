package io.stockledger.cli.verify;

import io.stockledger.cli.sources.Database;
import io.stockledger.verification.Differences;
import io.stockledger.verification.readmodels.ServingGenerations;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Checks that every row of {@code reservations} belongs to an order that has reserved the product
 * or got its reservation from another order. The rows that the log demands are compared by {@link
 * ProductStage}.
 */
final class LineStage implements Stage {

    private static final int LINES_PER_STEP = 1_000;

    private static final String LINES =
            """
            SELECT order_id, product_id
            FROM {reservations}.reservations
            WHERE (order_id, product_id) > (? COLLATE "C", ? COLLATE "C")
            ORDER BY order_id, product_id
            LIMIT ?
            """;

    /** The offsets keep the planner from reading all events of each product instead. */
    private static final String RESERVED =
            """
            SELECT asked.order_id, reserved.aggregate_id
            FROM unnest(?::text[]) AS asked (order_id)
            CROSS JOIN LATERAL (
                (SELECT e.aggregate_id FROM events e
                WHERE e.event_type = 'StockReserved'
                    AND (e.payload ->> 'orderId') COLLATE "C" = asked.order_id COLLATE "C"
                OFFSET 0)
                UNION ALL
                (SELECT e.aggregate_id FROM events e
                WHERE e.event_type = 'ReservationReassigned'
                    AND (e.payload ->> 'toOrderId') COLLATE "C" = asked.order_id COLLATE "C"
                OFFSET 0)) AS reserved
            """;

    private record Line(String orderId, String productId) {}

    private final Database eventsDatabase;
    private final Database viewsDatabase;
    private final Differences differences;

    LineStage(Database eventsDatabase, Database viewsDatabase, Differences differences) {
        this.eventsDatabase = eventsDatabase;
        this.viewsDatabase = viewsDatabase;
        this.differences = differences;
    }

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public void run(@Nullable String cursor, Checkpoints checkpoints) throws SQLException {
        Line after = cursor == null ? new Line("", "") : line(cursor);
        long done = 0;
        try (Connection events = eventsDatabase.openToRead();
                Connection views = viewsDatabase.openToRead()) {
            ServingGenerations serving = ServingGenerations.read(views);
            while (true) {
                List<Line> lines = next(views, serving, after);
                if (lines.isEmpty()) {
                    return;
                }
                reportWithoutEvent(events, lines);
                done += lines.size();
                after = lines.getLast();
                checkpoints.reached(after.orderId + '\n' + after.productId, done);
            }
        }
    }

    private static Line line(String cursor) {
        int separator = cursor.indexOf('\n');
        return new Line(cursor.substring(0, separator), cursor.substring(separator + 1));
    }

    private static List<Line> next(Connection views, ServingGenerations serving, Line after)
            throws SQLException {
        var lines = new ArrayList<Line>();
        try (PreparedStatement select = views.prepareStatement(serving.qualified(LINES))) {
            select.setString(1, after.orderId);
            select.setString(2, after.productId);
            select.setInt(3, LINES_PER_STEP);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(new Line(row.getString(1), row.getString(2)));
                }
            }
        }
        views.commit();
        return lines;
    }

    private void reportWithoutEvent(Connection events, List<Line> lines) throws SQLException {
        var reserved = new HashSet<Line>();
        try (PreparedStatement select = events.prepareStatement(RESERVED)) {
            Object[] orders = lines.stream().map(Line::orderId).distinct().toArray();
            select.setArray(1, events.createArrayOf("text", orders));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reserved.add(new Line(row.getString(1), row.getString(2)));
                }
            }
        }
        events.commit();
        for (Line line : lines) {
            if (!reserved.contains(line)) {
                differences.add(
                        "reservations",
                        "the line of order '%s' and '%s' belongs to no event"
                                .formatted(line.orderId, line.productId));
            }
        }
    }
}
