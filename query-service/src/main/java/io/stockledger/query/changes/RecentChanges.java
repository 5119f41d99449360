package io.stockledger.query.changes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last changes, one list for all who read them at their own pace: a reader is a number, and
 * costs no queue. Bounded by the products listed; the oldest are forgotten. Thread-safe.
 */
public final class RecentChanges {

    private final int productsMax;
    private final Deque<Change> changes = new ArrayDeque<>();
    private int products;
    private long forgotten;
    private int beginnings;

    RecentChanges(int productsMax) {
        this.productsMax = productsMax;
    }

    synchronized void beginAt(long number) {
        changes.clear();
        products = 0;
        forgotten = number;
        beginnings++;
    }

    synchronized void add(Change change) {
        changes.addLast(change);
        products += cost(change);
        while (products > productsMax && changes.size() > 1) {
            Change oldest = changes.removeFirst();
            products -= cost(oldest);
            forgotten = oldest.number();
        }
    }

    /** What follows a number, in order; null where some of it is forgotten. */
    public synchronized @Nullable List<Change> after(long number) {
        if (number < forgotten) {
            return null;
        }
        var after = new ArrayList<Change>();
        // From the newest backwards: most readers are close behind.
        for (Iterator<Change> it = changes.descendingIterator(); it.hasNext(); ) {
            Change change = it.next();
            if (change.number() <= number) {
                break;
            }
            after.add(change);
        }
        return after.reversed();
    }

    /** Rises where the numbers begin anew, since the database is another one. */
    public synchronized int beginnings() {
        return beginnings;
    }

    private static int cost(Change change) {
        return 1 + change.versions().size();
    }
}
