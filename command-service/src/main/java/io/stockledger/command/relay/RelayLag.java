package io.stockledger.command.relay;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.function.ToDoubleFunction;

/**
 * The distance from the checkpoint of the relay to the head of the log, whichever instance
 * publishes. It is read from the database on each call, so that it grows while the relay is stuck.
 * Thread-safe.
 */
public final class RelayLag {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLag.class);

    private static final String LAG =
            """
            SELECT h.position - c.published AS events,
                   coalesce(extract(epoch FROM now() - e.occurred_at), 0) AS seconds
            FROM log_head h
            CROSS JOIN relay_checkpoint c
            LEFT JOIN events e ON e.position = c.published + 1
            """;

    private final JdbcClient jdbc;

    /** Measures with that client, as the application role. */
    public RelayLag(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The lag.
     *
     * @param events the number of events that are not published yet
     * @param seconds the age of the oldest of them; 0 if no event is unpublished
     */
    public record Lag(long events, double seconds) {}

    /**
     * The lag now.
     *
     * @throws DataAccessException if the database does not answer
     */
    public Lag measure() {
        return jdbc.sql(LAG)
                .query((row, _) -> new Lag(row.getLong(1), Math.max(0, row.getDouble(2))))
                .single();
    }

    /** The number of events that are not published yet; NaN while the database does not answer. */
    public double events() {
        return figure(Lag::events);
    }

    /**
     * The age of the oldest event that is not published yet, in seconds; NaN while the database
     * does not answer.
     */
    public double seconds() {
        return figure(Lag::seconds);
    }

    private double figure(ToDoubleFunction<Lag> figure) {
        try {
            return figure.applyAsDouble(measure());
        } catch (DataAccessException e) {
            LOG.debug("The lag of the relay could not be measured", e);
            return Double.NaN;
        }
    }
}
