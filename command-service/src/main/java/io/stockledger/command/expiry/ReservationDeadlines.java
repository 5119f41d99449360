package io.stockledger.command.expiry;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The instants at which reservations end, soonest first. Thread-safe. */
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

    static final String FORGET =
            """
            DELETE FROM reservation_deadlines d
            USING unnest(:deadlines::timestamptz[], :products::text[], :orders::text[])
                AS past (expires_at, product_id, order_id)
            WHERE d.expires_at = past.expires_at
              AND d.product_id = past.product_id COLLATE "C"
              AND d.order_id = past.order_id COLLATE "C"
            """;

    static final String POSTPONE =
            """
            INSERT INTO reservation_deadlines (expires_at, product_id, order_id)
            SELECT :until, later.product_id, later.order_id
            FROM unnest(:products::text[], :orders::text[]) AS later (product_id, order_id)
            ON CONFLICT ON CONSTRAINT reservation_deadlines_pk DO NOTHING
            """;

    private final JdbcClient jdbc;

    /** Reads with that client, as the application role. */
    public ReservationDeadlines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An order's reservation of a product was to end then. */
    public record Deadline(Instant expiresAt, String productId, String orderId) {}

    /**
     * Deadlines that have come, soonest first, locked in the caller's transaction; those that
     * another instance has locked are left to it.
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

    /** Deletes deadlines that have been dealt with. */
    public void forget(List<Deadline> past) {
        jdbc.sql(FORGET)
                .param(
                        "deadlines",
                        past.stream().map(d -> d.expiresAt().toString()).toArray(String[]::new))
                .param("products", past.stream().map(Deadline::productId).toArray(String[]::new))
                .param("orders", past.stream().map(Deadline::orderId).toArray(String[]::new))
                .update();
    }

    /** Has these looked at again, not before then; the deadlines they had are to be forgotten. */
    public void postpone(List<Deadline> failed, Instant until) {
        jdbc.sql(POSTPONE)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("products", failed.stream().map(Deadline::productId).toArray(String[]::new))
                .param("orders", failed.stream().map(Deadline::orderId).toArray(String[]::new))
                .update();
    }
}
