package io.stockledger.query.changes;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes who waits for a change of certain products. A waiter holds neither a platform thread nor a
 * connection. Thread-safe.
 */
public final class ChangeSignals {

    private final Map<String, Set<Signal>> byProduct = new ConcurrentHashMap<>();
    private final Set<Signal> ofAnyProduct = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Waits for any change of a product from a version on. To be closed. */
    public Signal ofVersion(String productId, long version) {
        return enter(new Signal(Set.of(productId), version));
    }

    /** Waits for any change of the products, or of any product where none is named. */
    public Signal ofProducts(Collection<String> productIds) {
        return enter(new Signal(Set.copyOf(productIds), 0));
    }

    private Signal enter(Signal signal) {
        if (signal.productIds.isEmpty()) {
            ofAnyProduct.add(signal);
        }
        for (String productId : signal.productIds) {
            byProduct.compute(
                    productId,
                    (_, signals) -> {
                        Set<Signal> all = signals == null ? ConcurrentHashMap.newKeySet() : signals;
                        all.add(signal);
                        return all;
                    });
        }
        return signal;
    }

    private void leave(Signal signal) {
        ofAnyProduct.remove(signal);
        for (String productId : signal.productIds) {
            byProduct.computeIfPresent(
                    productId,
                    (_, signals) -> {
                        signals.remove(signal);
                        return signals.isEmpty() ? null : signals;
                    });
        }
    }

    void wake(Change change) {
        if (change.everything()) {
            wakeAll();
            return;
        }
        change.versions()
                .forEach(
                        (productId, version) ->
                                byProduct
                                        .getOrDefault(productId, Set.of())
                                        .forEach(signal -> signal.come(version)));
        ofAnyProduct.forEach(Signal::wake);
    }

    void wakeAll() {
        byProduct.values().forEach(signals -> signals.forEach(Signal::wake));
        ofAnyProduct.forEach(Signal::wake);
    }

    /** Wakes everybody for the last time: who waits from now on does not wait. */
    public void end() {
        ended = true;
        wakeAll();
    }

    /** Whether the service is stopping. */
    public boolean isEnded() {
        return ended;
    }

    /** How many wait. */
    public int waiting() {
        return ofAnyProduct.size() + byProduct.values().stream().mapToInt(Set::size).sum();
    }

    /** One who waits. For one thread that waits and one that wakes. */
    public final class Signal implements AutoCloseable {

        private final Set<String> productIds;
        private final long wantedVersion;
        private final Semaphore wakes = new Semaphore(0);
        private volatile long versionSeen;

        private Signal(Set<String> productIds, long wantedVersion) {
            this.productIds = productIds;
            this.wantedVersion = wantedVersion;
        }

        /**
         * Waits for a wake that has come since the last wait.
         *
         * @return false where none came in time
         */
        public boolean await(Duration atMost) throws InterruptedException {
            if (ended) {
                return true;
            }
            boolean woken = wakes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            wakes.drainPermits();
            return woken;
        }

        /** The highest version that has come to be since the wait began, or 0. */
        public long versionSeen() {
            return versionSeen;
        }

        private void come(long version) {
            versionSeen = Math.max(versionSeen, version);
            if (version >= wantedVersion) {
                wake();
            }
        }

        private void wake() {
            if (wakes.availablePermits() == 0) {
                wakes.release();
            }
        }

        @Override
        public void close() {
            leave(this);
        }
    }
}
