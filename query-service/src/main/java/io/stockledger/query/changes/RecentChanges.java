package io.stockledger.query.changes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last changes, in one list for all readers. A reader remembers the number of the last change
 * it has read, so that it needs no queue. The number of listed products is bounded: the oldest
 * changes are removed. Thread-safe.
 */
public final class RecentChanges {

    private final int productsMax;
    private final Deque<Change> changes = new ArrayDeque<>();
    private int products;
    private long removedThrough;
    private int resets;

    RecentChanges(int productsMax) {
        this.productsMax = productsMax;
    }

    /** Empties the list; the next change follows that number. */
    synchronized void reset(long number) {
        changes.clear();
        products = 0;
        removedThrough = number;
        resets++;
    }

    synchronized void add(Change change) {
        changes.addLast(change);
        products += cost(change);
        while (products > productsMax && changes.size() > 1) {
            Change oldest = changes.removeFirst();
            products -= cost(oldest);
            removedThrough = oldest.number();
        }
    }

    /** The changes after a number, in order; null if some of them have been removed. */
    public synchronized @Nullable List<Change> after(long number) {
        if (number < removedThrough) {
            return null;
        }
        var after = new ArrayList<Change>();
        // From the newest backwards, because most readers lack only a few changes.
        for (Iterator<Change> it = changes.descendingIterator(); it.hasNext(); ) {
            Change change = it.next();
            if (change.number() <= number) {
                break;
            }
            after.add(change);
        }
        return after.reversed();
    }

    /** Increases when the replica connects to another database, which has other change numbers. */
    public synchronized int resets() {
        return resets;
    }

    private static int cost(Change change) {
        return 1 + change.versions().size();
    }
}
