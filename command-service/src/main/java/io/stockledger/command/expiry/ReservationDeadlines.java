package io.stockledger.command.expiry;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The table of the instants at which reservations lapse. Thread-safe. */
public final class ReservationDeadlines {

    public static final String DUE =
            """
            SELECT expires_at, product_id, order_id
            FROM reservation_deadlines
            WHERE expires_at <= :now
            ORDER BY expires_at, product_id, order_id
            LIMIT :max
            FOR UPDATE SKIP LOCKED
            """;

    private static final String KEEP_LOCKED =
            """
            SELECT set_config('idle_in_transaction_session_timeout', :limit, true)
            """;

    static final String DELETE =
            """
            DELETE FROM reservation_deadlines d
            USING unnest(:deadlines::timestamptz[], :products::text[], :orders::text[])
                AS handled (expires_at, product_id, order_id)
            WHERE d.expires_at = handled.expires_at
              AND d.product_id = handled.product_id COLLATE "C"
              AND d.order_id = handled.order_id COLLATE "C"
            """;

    static final String POSTPONE =
            """
            INSERT INTO reservation_deadlines (expires_at, product_id, order_id)
            SELECT :until, later.product_id, later.order_id
            FROM unnest(:products::text[], :orders::text[]) AS later (product_id, order_id)
            ON CONFLICT ON CONSTRAINT reservation_deadlines_pk DO NOTHING
            """;

    private final JdbcClient jdbc;

    /** Uses a client that has the application role. */
    public ReservationDeadlines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The instant at which the reservation of a product for an order lapses, unless extended. */
    public record Deadline(Instant expiresAt, String productId, String orderId) {}

    /**
     * At most {@code max} deadlines that are due, earliest first, locked in the caller's
     * transaction. Deadlines that another instance has locked are skipped.
     */
    public List<Deadline> due(Instant now, int max) {
        return jdbc.sql(DUE)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query(
                        (row, _) ->
                                new Deadline(
                                        row.getObject(1, OffsetDateTime.class).toInstant(),
                                        row.getString(2),
                                        row.getString(3)))
                .list();
    }

    /**
     * Lets the caller's transaction wait for this time between two statements, which is longer than
     * its connection allows otherwise. Then the server ends it and releases its deadlines.
     */
    public void keepLocked(Duration max) {
        jdbc.sql(KEEP_LOCKED).param("limit", max.toMillis() + "ms").query(String.class).single();
    }

    /** Deletes deadlines whose reservations have been handled. */
    public void delete(List<Deadline> handled) {
        jdbc.sql(DELETE)
                .param(
                        "deadlines",
                        handled.stream().map(d -> d.expiresAt().toString()).toArray(String[]::new))
                .param("products", handled.stream().map(Deadline::productId).toArray(String[]::new))
                .param("orders", handled.stream().map(Deadline::orderId).toArray(String[]::new))
                .update();
    }

    /** Adds deadlines for the same reservations at a later instant. */
    public void postpone(List<Deadline> failed, Instant until) {
        jdbc.sql(POSTPONE)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("products", failed.stream().map(Deadline::productId).toArray(String[]::new))
                .param("orders", failed.stream().map(Deadline::orderId).toArray(String[]::new))
                .update();
    }
}
