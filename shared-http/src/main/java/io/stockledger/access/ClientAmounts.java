package io.stockledger.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** The amounts that clients have of something limited, such as slots or bytes. Thread-safe. */
final class ClientAmounts {

    private final long max;
    private final ConcurrentMap<String, Long> amounts = new ConcurrentHashMap<>();
    private final LongAdder refusals = new LongAdder();

    /**
     * @param max for one client; 0 is no limit
     */
    ClientAmounts(long max) {
        this.max = max;
    }

    /** Shows the number of refusals in a metric. */
    void countRefusals(String limit, MeterRegistry registry) {
        FunctionCounter.builder("stockledger.http.slot.refusals", refusals, LongAdder::sum)
                .tag("limit", limit)
                .description(
                        "Long requests, connections and bodies that were refused because their"
                                + " client has too many")
                .register(registry);
    }

    boolean areLimited() {
        return max > 0;
    }

    /** Adds the amount; false, and nothing is added, if the client would have too much. */
    boolean acquire(String client, long amount) {
        if (!areLimited() || amount == 0) {
            return true;
        }
        var added = new boolean[1];
        amounts.compute(
                client,
                (_, before) -> {
                    long sum = (before == null ? 0 : before) + amount;
                    added[0] = sum <= max;
                    return added[0] ? Long.valueOf(sum) : before;
                });
        if (!added[0]) {
            refusals.increment();
        }
        return added[0];
    }

    /** Takes back an amount that was added before. */
    void release(String client, long amount) {
        amounts.computeIfPresent(
                client, (_, before) -> before == amount ? null : Long.valueOf(before - amount));
    }
}
