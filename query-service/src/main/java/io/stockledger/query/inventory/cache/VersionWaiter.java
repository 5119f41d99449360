package io.stockledger.query.inventory.cache;

import io.stockledger.http.ProblemException;
import io.stockledger.http.Problems;
import io.stockledger.query.changes.ChangeSignals;
import io.stockledger.query.changes.ChangeSignals.Signal;
import io.stockledger.query.http.QueryProblemType;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Waits until the view has reached a version of a product, woken by its change: a request that
 * waits holds a virtual thread, no connection to the database, and no look at the table.
 * Thread-safe.
 */
public final class VersionWaiter {

    private final InventoryCache answers;
    private final ChangeSignals signals;
    private final int waitMsMax;

    /**
     * @param waitMsMax how long a request may wait at most
     */
    public VersionWaiter(InventoryCache answers, ChangeSignals signals, int waitMsMax) {
        this.answers = answers;
        this.signals = signals;
        this.waitMsMax = waitMsMax;
    }

    public int waitMsMax() {
        return waitMsMax;
    }

    /**
     * The product's answer from that version on; null where any will do and there is no such
     * product.
     *
     * @throws ProblemException not-yet-visible, where it has not come in time; a product that has
     *     not come at all is at version 0
     */
    public @Nullable CachedAnswer find(String productId, long minVersion, long waitMs) {
        CachedAnswer answer = answers.find(productId);
        if (version(answer) >= minVersion) {
            return answer;
        }
        if (waitMs == 0) {
            throw notYetVisible(productId, minVersion, version(answer));
        }
        long deadline = System.nanoTime() + Duration.ofMillis(waitMs).toNanos();
        try (Signal signal = signals.ofVersion(productId, minVersion)) {
            while (true) {
                // Also after the first look: the version may have come between it and the signal.
                answer = answers.find(productId);
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
