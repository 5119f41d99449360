package io.stockledger.query.progress;

import io.stockledger.events.Heartbeat;
import io.stockledger.query.generations.Generation;
import io.stockledger.query.generations.PartitionProgress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A heartbeat of the relay, as this replica has received it.
 *
 * @param receivedNanos the reading of {@link System#nanoTime} at its receipt
 */
record ReceivedHeartbeat(Heartbeat heartbeat, long receivedNanos) {

    /** Ages beyond this are the same, and no sum of them overflows. */
    private static final Duration AGE_MAX = Duration.ofDays(365);

    /**
     * The reading of {@link System#nanoTime} of this replica through which the relay has published
     * every event: the receipt less the age that the heartbeat states by the clock of the events
     * database. It does not depend on the wall clock of this replica. The time that the heartbeat
     * was on its way is not part of it.
     */
    long publishedThroughNanos() {
        Duration age = Duration.between(heartbeat.publishedThrough(), heartbeat.at());
        return receivedNanos - (age.compareTo(AGE_MAX) < 0 ? age : AGE_MAX).toNanos();
    }

    /** The time since its receipt, in milliseconds. */
    long ageMs(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos - receivedNanos);
    }

    /**
     * Whether it is a statement about the records that a generation takes from a topic.
     *
     * @param topicId null if the topic has never been seen
     */
    boolean concerns(Generation generation, @Nullable String topicId) {
        return heartbeat.topicId().equals(topicId)
                && (generation.epoch() == null
                        ? heartbeat.epoch().number() == 1
                        : heartbeat.epoch().equals(generation.epoch()));
    }

    /** Whether every event that was published before it is received. */
    boolean isReached(Map<Integer, PartitionProgress> partitions) {
        List<Long> last = heartbeat.lastPositions();
        for (int i = 0; i < last.size(); i++) {
            if (completePosition(partitions, i) < last.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static long completePosition(Map<Integer, PartitionProgress> partitions, int number) {
        PartitionProgress progress = partitions.get(number);
        return progress == null ? 0 : progress.completePosition();
    }
}
