package io.stockledger.command.app;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.relay.RelayLag;
import io.stockledger.command.relay.RelayStatus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Down while the event store cannot be read or its log is halted. The lag of the relay and its
 * leader are shown but do not affect the status.
 */
final class EventStoreHealth implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(EventStoreHealth.class);

    private final LogHead head;
    private final RelayLag lag;
    private final RelayStatus relay;

    EventStoreHealth(LogHead head, RelayLag lag, RelayStatus relay) {
        this.head = head;
        this.lag = lag;
        this.relay = relay;
    }

    @Override
    public Health health() {
        try {
            LogHead.State log = head.read();
            RelayLag.Lag now = lag.measure();
            Health.Builder health =
                    log.halted() == null
                            ? Health.up()
                            : Health.down()
                                    .withDetail("reason", "the event log is halted")
                                    .withDetail("halted", log.halted());
            return health.withDetail("epoch", log.epoch().number())
                    .withDetail("position", log.position())
                    .withDetail("relayLagEvents", now.events())
                    .withDetail("relayLagMs", Math.round(now.seconds() * 1_000))
                    .withDetail("relay", details(relay.leader()))
                    .build();
        } catch (DataAccessException e) {
            LOG.debug("The health of the event store could not be read", e);
            return unreadable();
        } catch (RuntimeException e) {
            LOG.warn("Unexpected error in the health of the event store; report it", e);
            return unreadable();
        }
    }

    /** The activity names the fault that keeps the leader from publishing, if there is one. */
    private static Map<String, Object> details(RelayStatus.Leader leader) {
        var details = new LinkedHashMap<String, Object>();
        details.put("leader", leader.leads() ? leader.holder() : "none");
        details.put("term", leader.term());
        details.put("since", leader.since().toString());
        details.put("activity", leader.leads() ? leader.activity() : "no instance publishes");
        return details;
    }

    private static Health unreadable() {
        return Health.down().withDetail("reason", "the event store cannot be read").build();
    }
}
