package io.stockledger.query.movements;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The stock of a product at one instant, in figures only. */
record Level(Instant at, long total, long reserved, long available) {

    /** From the columns of {@code movements}, {@code at} and what had lapsed. */
    static Level of(ResultSet row) throws SQLException {
        long total = row.getLong("total_stock");
        long reserved = reserved(row);
        return new Level(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                total,
                reserved,
                Math.max(0, total - reserved));
    }

    /** What held stock then: without what had lapsed and was put on record later, or not yet. */
    static long reserved(ResultSet row) throws SQLException {
        return row.getLong("reserved_stock")
                - row.getLong("recorded_later")
                - row.getLong("not_recorded");
    }
}
