package io.stockledger.query.progress;

import io.stockledger.events.Heartbeat;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The heartbeats of the relay that this replica has received. Thread-safe.
 *
 * <p>A relay that has lost its lease, or that belongs to an earlier epoch of the event log, may
 * still send heartbeats; they are ignored. Heartbeats that contradict themselves are ignored too.
 * The heartbeats of the present epoch and topic are kept, more of the recent ones than of the older
 * ones, because a view that is behind is complete through an older one. A heartbeat of a halted log
 * is not kept, so no view becomes complete through it. A log that publishes replaces a halted one
 * with the same epoch number: the halted one was connected to this topic by mistake.
 */
public final class Heartbeats {

    /** The oldest of them is more than a minute old, and may be much older. */
    static final int KEPT_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Instant AT_MIN = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AT_MAX = Instant.parse("9999-12-31T00:00:00Z");

    private final ArrayDeque<ReceivedHeartbeat> newestFirst = new ArrayDeque<>();
    private volatile @Nullable ReceivedHeartbeat newest;
    private long firstHeadPosition;
    private boolean refusing;

    /** Considers a heartbeat that was received at that reading of {@link System#nanoTime}. */
    public synchronized void receive(Heartbeat heartbeat, long nowNanos) {
        String refusal = refusal(heartbeat);
        if (refusal != null) {
            logRefusal(heartbeat, refusal);
            return;
        }
        refusing = false;
        Heartbeat last = lastHeartbeat();
        logHalt(last == null ? null : last.halted(), heartbeat.halted());
        if (last == null || !last.epoch().equals(heartbeat.epoch())) {
            firstHeadPosition = heartbeat.headPosition();
            newestFirst.clear();
        } else if (!last.topicId().equals(heartbeat.topicId())) {
            newestFirst.clear();
        }
        var received = new ReceivedHeartbeat(heartbeat, nowNanos);
        newest = received;
        if (heartbeat.halted() == null) {
            keep(received);
        }
    }

    private @Nullable Heartbeat lastHeartbeat() {
        ReceivedHeartbeat last = newest;
        return last == null ? null : last.heartbeat();
    }

    private @Nullable String refusal(Heartbeat heartbeat) {
        if (!isConsistent(heartbeat)) {
            return "it contradicts itself";
        }
        Heartbeat last = lastHeartbeat();
        if (last == null) {
            return null;
        }
        LogEpoch present = last.epoch();
        if (heartbeat.epoch().number() < present.number()) {
            return "its epoch is over";
        }
        if (heartbeat.epoch().number() == present.number() && !heartbeat.epoch().equals(present)) {
            return last.halted() != null && heartbeat.halted() == null
                    ? null
                    : "it is of another event log, whose epoch has the same number";
        }
        return heartbeat.epoch().equals(present) && heartbeat.term() < last.term()
                ? "its sender has lost the lease"
                : null;
    }

    private static boolean isConsistent(Heartbeat heartbeat) {
        long published = heartbeat.publishedPosition();
        return heartbeat.epoch().number() >= 1
                && published >= 0
                && published <= heartbeat.headPosition()
                && !heartbeat.lastPositions().isEmpty()
                && heartbeat.lastPositions().stream().allMatch(p -> p >= 0 && p <= published)
                && heartbeat.at().isAfter(AT_MIN)
                && heartbeat.at().isBefore(AT_MAX)
                && heartbeat.publishedThrough().isAfter(AT_MIN)
                && !heartbeat.publishedThrough().isAfter(heartbeat.at());
    }

    private void logRefusal(Heartbeat heartbeat, String refusal) {
        if (!refusing) {
            LOG.warn(
                    "Ignored heartbeats of epoch {} ({}), term {}: {}. If this goes on, look for a"
                            + " command service on another events database",
                    heartbeat.epoch().number(),
                    heartbeat.epoch().id(),
                    heartbeat.term(),
                    refusal);
        }
        refusing = true;
    }

    private static void logHalt(@Nullable String before, @Nullable String now) {
        if (Objects.equals(before, now)) {
            return;
        }
        if (now == null) {
            LOG.info("The event log is no longer halted");
        } else {
            LOG.error(
                    "The event log is halted, and this replica is not ready: {}. If the events"
                            + " database was restored, start the next epoch with ./stockledger"
                            + " restored, or with SELECT start_log_epoch('the reason') as its"
                            + " owner; the read models are then built again from it",
                    now);
        }
    }

    private void keep(ReceivedHeartbeat heartbeat) {
        newestFirst.addFirst(heartbeat);
        if (newestFirst.size() > KEPT_MAX) {
            List<ReceivedHeartbeat> all = new ArrayList<>(newestFirst);
            newestFirst.clear();
            for (int i = 0; i < all.size(); i++) {
                if (i < KEPT_MAX / 2 || i % 2 == 0) {
                    newestFirst.addLast(all.get(i));
                }
            }
        }
    }

    /** The newest heartbeat, also one of a halted log; null before the first one. */
    @Nullable ReceivedHeartbeat newest() {
        return newest;
    }

    /** The kept heartbeats of the present epoch and topic, the newest first. */
    synchronized List<ReceivedHeartbeat> kept() {
        return List.copyOf(newestFirst);
    }

    /** The head of the log in the first heartbeat of the present epoch; 0 before the first one. */
    synchronized long firstHeadPosition() {
        return firstHeadPosition;
    }

    /**
     * The epoch of the event log; null before the first heartbeat, and while the log is halted,
     * since it may be another one that was connected to the topic by mistake.
     */
    public @Nullable LogEpoch epoch() {
        Heartbeat last = lastHeartbeat();
        return last == null || last.halted() != null ? null : last.epoch();
    }
}
