package io.stockledger.query.changes;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the requests that wait for a change of certain products. A waiting request holds neither a
 * platform thread nor a database connection. Thread-safe.
 */
public final class ChangeSignals {

    private final Map<String, Set<Signal>> byProduct = new ConcurrentHashMap<>();
    private final Set<Signal> ofAnyProduct = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** A signal of the changes of a product from a version on; the caller closes it. */
    public Signal ofVersion(String productId, long version) {
        return add(new Signal(Set.of(productId), version));
    }

    /** A signal of the changes of the products, or of any product if none is named. */
    public Signal ofProducts(Collection<String> productIds) {
        return add(new Signal(Set.copyOf(productIds), 0));
    }

    private Signal add(Signal signal) {
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

    private void remove(Signal signal) {
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
                                        .forEach(signal -> signal.offer(version)));
        ofAnyProduct.forEach(Signal::wake);
    }

    void wakeAll() {
        byProduct.values().forEach(signals -> signals.forEach(Signal::wake));
        ofAnyProduct.forEach(Signal::wake);
    }

    /** Wakes all requests for the last time; from now on no request waits. */
    public void end() {
        ended = true;
        wakeAll();
    }

    /** Whether the service is stopping. */
    public boolean isEnded() {
        return ended;
    }

    /** The number of signals that are open. */
    public int waiting() {
        return ofAnyProduct.size() + byProduct.values().stream().mapToInt(Set::size).sum();
    }

    /** The signal of one request. For one thread that waits and one that wakes it. */
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
         * Waits for a change since the last wait.
         *
         * @return false if none arrives in time
         */
        public boolean await(Duration timeout) throws InterruptedException {
            if (ended) {
                return true;
            }
            boolean woken = wakes.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
            wakes.drainPermits();
            return woken;
        }

        /** The highest version that was signalled since this signal was opened, or 0. */
        public long versionSeen() {
            return versionSeen;
        }

        private void offer(long version) {
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
            remove(this);
        }
    }
}
