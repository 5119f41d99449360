package io.stockledger.command.domain;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much of a product's reserved stock has lapsed by an instant, without looking at each
 * reservation: what ends at each instant is added up, and the sum is carried along as the instant
 * asked for moves on. Asking for an earlier one is right too, and costs a new sum. Not thread-safe.
 */
final class LapsedStock {

    private final NavigableMap<Instant, Long> quantityByEnd = new TreeMap<>();
    private Instant summedUpTo = Instant.MIN;
    private long sum;

    /** Notes that {@code change} more, or less, ends at that instant. */
    void add(Instant end, long change) {
        quantityByEnd.merge(end, change, (a, b) -> a + b == 0 ? null : a + b);
        if (!end.isAfter(summedUpTo)) {
            sum += change;
        }
    }

    /** How much has ended at that instant or before. */
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
