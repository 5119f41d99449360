package io.stockledger.command.domain;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The quantity of a product's reserved stock that has lapsed at an instant, without a scan of all
 * reservations. The reserved quantities are added up by their end, and the sum of the ends up to
 * the last requested instant is kept. Later instants only add to that sum; an earlier instant
 * computes it again. Not thread-safe.
 */
final class LapsedStock {

    private final NavigableMap<Instant, Long> quantityByEnd = new TreeMap<>();
    private Instant summedUpTo = Instant.MIN;
    private long sum;

    /** Changes the quantity whose reservation ends at this instant. */
    void add(Instant end, long change) {
        quantityByEnd.merge(end, change, (a, b) -> a + b == 0 ? null : a + b);
        if (!end.isAfter(summedUpTo)) {
            sum += change;
        }
    }

    /** The quantity whose reservation ends at this instant or before. */
    long at(Instant now) {
        if (now.isBefore(summedUpTo)) {
            summedUpTo = Instant.MIN;
            sum = 0;
        }
        for (Map.Entry<Instant, Long> end = quantityByEnd.higherEntry(summedUpTo);
                end != null && !end.getKey().isAfter(now);
                end = quantityByEnd.higherEntry(end.getKey())) {
            sum += end.getValue();
        }
        summedUpTo = now;
        return sum;
    }

    boolean isEmpty() {
        return quantityByEnd.isEmpty();
    }
}
