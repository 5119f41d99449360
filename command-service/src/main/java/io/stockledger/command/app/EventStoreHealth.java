package io.stockledger.command.app;

import io.stockledger.command.relay.RelayLag;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;

/**
 * Down while the event store cannot be read. The lag of the relay is shown but does not affect the
 * status.
 */
final class EventStoreHealth implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(EventStoreHealth.class);

    private final RelayLag lag;

    EventStoreHealth(RelayLag lag) {
        this.lag = lag;
    }

    @Override
    public Health health() {
        try {
            RelayLag.Lag now = lag.measure();
            return Health.up()
                    .withDetail("relayLagEvents", now.events())
                    .withDetail("relayLagMs", Math.round(now.seconds() * 1_000))
                    .build();
        } catch (DataAccessException e) {
            LOG.debug("The health of the event store could not be read", e);
            return unreadable();
        } catch (RuntimeException e) {
            LOG.warn("Unexpected error in the health of the event store; report it", e);
            return unreadable();
        }
    }

    private static Health unreadable() {
        return Health.down().withDetail("reason", "the event store cannot be read").build();
    }
}
