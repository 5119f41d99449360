package io.stockledger.query.inventory.cache;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.query.changes.ChangeSignals;
import io.stockledger.query.changes.ChangeSignals.Signal;
import io.stockledger.query.http.QueryProblemType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Waits until the view contains a version of a product. The change of the product wakes the waiting
 * request, which holds a virtual thread but no database connection, and does not poll. Thread-safe.
 */
public final class VersionWaiter {

    private final InventoryCache cache;
    private final ChangeSignals signals;
    private final int waitMsMax;

    /**
     * @param waitMsMax the longest that a request may wait, in milliseconds
     */
    public VersionWaiter(InventoryCache cache, ChangeSignals signals, int waitMsMax) {
        this.cache = cache;
        this.signals = signals;
        this.waitMsMax = waitMsMax;
    }

    /** The longest that a request may wait, in milliseconds. */
    public int waitMsMax() {
        return waitMsMax;
    }

    /**
     * The answer for the product at the version or a later one; null if the version is 0 and the
     * product does not exist.
     *
     * @param waitMs the longest wait, in milliseconds
     * @throws ProblemException not-yet-visible if the view does not contain the version in time; an
     *     unknown product has version 0
     */
    public @Nullable CachedAnswer find(String productId, long minVersion, long waitMs) {
        CachedAnswer answer = cache.find(productId);
        if (version(answer) >= minVersion) {
            return answer;
        }
        if (waitMs == 0) {
            throw notYetVisible(productId, minVersion, version(answer));
        }
        long deadline = System.nanoTime() + Duration.ofMillis(waitMs).toNanos();
        try (Signal signal = signals.ofVersion(productId, minVersion)) {
            while (true) {
                // Read again first: the change may be older than the registration of the signal.
                answer = cache.find(productId);
                if (version(answer) >= minVersion) {
                    return answer;
                }
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (!left.isPositive() || !signal.await(left)) {
                    long seen = Math.max(version(answer), signal.versionSeen());
                    throw notYetVisible(productId, minVersion, seen);
                }
                if (signals.isEnded()) {
                    throw new ProblemException(Problems.unavailable());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problems.unavailable());
        }
    }

    private static long version(@Nullable CachedAnswer answer) {
        return answer == null ? 0 : answer.version();
    }

    private static ProblemException notYetVisible(String productId, long minVersion, long version) {
        return new ProblemException(
                QueryProblemType.NOT_YET_VISIBLE
                        .problem(
                                "minVersion: the view has version "
                                        + version
                                        + " of the product; ask again")
                        .with("productId", productId)
                        .with("minVersion", minVersion)
                        .with("version", version)
                        .withHeader("Retry-After", "1"));
    }
}
