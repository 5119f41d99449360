package io.stockledger.query.progress;

import io.stockledger.events.Heartbeat;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of the view: down while it cannot be read, while its lag exceeds the configured bound,
 * and while the event log is halted.
 */
public final class ViewHealth implements HealthIndicator {

    private final ProgressWatch watch;
    private final long lagMsMax;

    /**
     * @param lagMsMax the highest lag with which the view is ready, in milliseconds
     */
    public ViewHealth(ProgressWatch watch, long lagMsMax) {
        this.watch = watch;
        this.lagMsMax = lagMsMax;
    }

    @Override
    public Health health() {
        long lagMs = watch.lagMs();
        Heartbeat heartbeat = watch.heartbeat();
        Long heartbeatAgeMs = watch.heartbeatAgeMs();
        Health.Builder health = Health.up();
        if (heartbeat != null && heartbeat.halted() != null) {
            health =
                    Health.down()
                            .withDetail("reason", "the event log is halted")
                            .withDetail("halted", heartbeat.halted());
        } else if (!watch.isViewReadable()) {
            health = Health.down().withDetail("reason", "the view cannot be read");
        } else if (watch.isUnknown()) {
            health = Health.down().withDetail("reason", "the view is being built");
        } else if (lagMs > lagMsMax) {
            health =
                    Health.down()
                            .withDetail(
                                    "reason",
                                    isHeartbeatRecent(heartbeatAgeMs)
                                            ? "the view is too far behind"
                                            : "the relay sends no heartbeats");
        }
        if (heartbeatAgeMs != null) {
            health.withDetail("heartbeatAgeMs", heartbeatAgeMs);
        }
        return health.withDetail("position", watch.position())
                .withDetail("lagMs", lagMs)
                .withDetail("lagMsMax", lagMsMax)
                .build();
    }

    private static boolean isHeartbeatRecent(@Nullable Long ageMs) {
        return ageMs != null && ageMs <= LogState.HEARTBEAT_AGE_MS_MAX;
    }
}
