package io.stockledger.command.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.function.ToDoubleFunction;

/**
 * How far the topic is behind the log, whichever instance publishes: asked of the database whenever
 * Prometheus asks, so that it also grows while the relay is stuck.
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
     * @param events how many events wait to be published
     * @param seconds how long the oldest of them has waited; 0 where none does
     */
    public record Lag(long events, double seconds) {}

    /** The lag now. */
    public Lag measure() {
        return jdbc.sql(LAG)
                .query((row, _) -> new Lag(row.getLong(1), Math.max(0, row.getDouble(2))))
                .single();
    }

    /** Shows the lag as two gauges; they have no value while the database does not answer. */
    public void register(MeterRegistry registry) {
        gauge(registry, "stockledger.relay.lag.events", Lag::events, "Events not published yet");
        gauge(
                registry,
                "stockledger.relay.lag.seconds",
                Lag::seconds,
                "Age of the oldest event that is not published yet");
    }

    private void gauge(
            MeterRegistry registry, String name, ToDoubleFunction<Lag> figure, String what) {
        Gauge.builder(name, this, lag -> lag.figureOrNothing(figure))
                .description(what)
                .register(registry);
    }

    private double figureOrNothing(ToDoubleFunction<Lag> figure) {
        try {
            return figure.applyAsDouble(measure());
        } catch (DataAccessException e) {
            LOG.debug("The relay's lag could not be measured", e);
            return Double.NaN;
        }
    }
}
