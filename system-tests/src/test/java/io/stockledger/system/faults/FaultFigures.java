package io.stockledger.system.faults;

import io.stockledger.system.faults.Fault.Freeze;
import io.stockledger.system.faults.Fault.Kill;
import io.stockledger.system.faults.Fault.Restart;
import io.stockledger.system.faults.history.HistoryEntry.CommandCall;
import io.stockledger.system.faults.history.LeaderHeartbeat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two times over all seeds of a run, each only of faults during which no other fault happens and no
 * command service starts again after an earlier one: from the kill or freeze of the leading relay
 * to the first heartbeat of the next leader, and the wait of a client for the other command service
 * while one is frozen.
 */
final class FaultFigures {

    /** A heartbeat may be on its way when its sender is killed or frozen. */
    private static final Duration ON_THE_WAY_MAX = Duration.ofMillis(500);

    private final Longest takeover = new Longest();
    private final Longest wait = new Longest();

    /** The longest of several times, and the seed of it. */
    private static final class Longest {

        private int count;
        private long millis;
        private long seed;

        private void add(long newMillis, long newSeed) {
            count++;
            if (newMillis > millis) {
                millis = newMillis;
                seed = newSeed;
            }
        }

        @Override
        public String toString() {
            return count == 0
                    ? "none happened"
                    : "%,d ms, the longest of %d (seed %d)".formatted(millis, count, seed);
        }
    }

    void add(SeedResult result) {
        for (FaultTime each : result.faultTimes()) {
            boolean alone =
                    result.faultTimes().stream()
                            .filter(other -> !other.equals(each))
                            .noneMatch(other -> other.overlaps(each) || isStartBefore(other, each));
            if (alone && each.fault().subject().startsWith("command-")) {
                if (each.fault() instanceof Kill || each.fault() instanceof Freeze) {
                    addTakeover(result, each);
                }
                if (each.fault() instanceof Freeze) {
                    addWait(result, each);
                }
            }
        }
    }

    /** Whether a command service may still be starting after the earlier fault. */
    private static boolean isStartBefore(FaultTime other, FaultTime each) {
        boolean starts = other.fault() instanceof Kill || other.fault() instanceof Restart;
        return starts
                && other.fault().subject().startsWith("command-")
                && other.at().isBefore(each.at());
    }

    private void addTakeover(SeedResult result, FaultTime fault) {
        List<LeaderHeartbeat> heartbeats = result.evidence().leaders();
        LeaderHeartbeat last = null;
        for (LeaderHeartbeat each : heartbeats) {
            if (!each.at().isAfter(fault.at())) {
                last = each;
            }
        }
        if (last == null) {
            return;
        }
        long term = last.term();
        Instant still = fault.at().plus(ON_THE_WAY_MAX);
        Instant next =
                heartbeats.stream()
                        .filter(each -> each.term() > term && each.at().isAfter(fault.at()))
                        .map(LeaderHeartbeat::at)
                        .findFirst()
                        .orElse(null);
        boolean goesOn =
                heartbeats.stream()
                        .anyMatch(each -> each.term() == term && each.at().isAfter(still));
        if (next != null && !goesOn) {
            takeover.add(Duration.between(fault.at(), next).toMillis(), result.seed());
        }
    }

    private void addWait(SeedResult result, FaultTime fault) {
        result.evidence().history().entries(CommandCall.class).stream()
                .filter(call -> !call.target().equals(fault.fault().subject()))
                .filter(call -> call.endNanos() > fault.beginNanos())
                .filter(call -> call.beginNanos() < fault.endNanos())
                .mapToLong(
                        call -> call.endNanos() - Math.max(call.beginNanos(), fault.beginNanos()))
                .max()
                .ifPresent(nanos -> wait.add(TimeUnit.NANOSECONDS.toMillis(nanos), result.seed()));
    }

    List<String> lines() {
        return List.of(
                "time from the kill or freeze of the leading relay to the next leader's first"
                        + " heartbeat: "
                        + takeover,
                "wait for the other command service while one is frozen: " + wait);
    }
}
