package io.stockledger.query.changes;

import io.stockledger.query.changes.ChangeQueries.Head;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this replica has heard of changes. While it is not {@linkplain #isListening listening},
 * nothing that is kept in memory may be served: the database alone knows then. The listener's
 * thread feeds it; the rest is thread-safe.
 */
public final class ChangeFeed {

    private final List<ChangeSubscriber> subscribers = new CopyOnWriteArrayList<>();
    private final ChangeSignals signals = new ChangeSignals();
    private final RecentChanges recent;
    private final LongAdder heard = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean listening;
    private volatile Head head = new Head("", 0);

    /**
     * @param backlogProductsMax how many changes of products are kept in memory
     */
    public ChangeFeed(int backlogProductsMax) {
        this.recent = new RecentChanges(backlogProductsMax);
    }

    /** To be called before the listener starts. */
    public void subscribe(ChangeSubscriber subscriber) {
        subscribers.add(subscriber);
    }

    public boolean isListening() {
        return listening;
    }

    /** The last change that every subscriber knows of. */
    public Head head() {
        return head;
    }

    public ChangeSignals signals() {
        return signals;
    }

    public RecentChanges recent() {
        return recent;
    }

    /** How many changes were heard of. */
    public long heard() {
        return heard.sum();
    }

    /** How often the listener has connected anew. */
    public long reconnects() {
        return reconnects.sum();
    }

    /**
     * Waits until nothing older than a change can be served from memory any more.
     *
     * @return false where that did not come about in time
     */
    public boolean awaitNumber(long number, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (listening && head.number() < number) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next change has been heard of. */
    void accept(Change change) {
        heard.increment();
        for (ChangeSubscriber subscriber : subscribers) {
            if (change.everything()) {
                subscriber.everythingChanged();
            } else {
                subscriber.changed(change);
            }
        }
        recent.add(change);
        moveTo(new Head(head.feedId(), change.number()), listening);
        signals.wake(change);
    }

    /** Nothing will be heard until the listener is connected again. */
    void lost() {
        moveTo(head, false);
        subscribers.forEach(ChangeSubscriber::everythingChanged);
    }

    /**
     * The listener hears again.
     *
     * @param to up to where it is known what has changed
     * @param missed what has changed since the last head; where that is not known, one change of
     *     everything
     */
    void restored(Head to, List<Change> missed) {
        boolean first = head.feedId().isEmpty();
        if (!first) {
            reconnects.increment();
        }
        subscribers.forEach(ChangeSubscriber::everythingChanged);
        if (!to.feedId().equals(head.feedId()) || to.number() < head.number()) {
            recent.beginAt(to.number());
        }
        if (to.number() > head.number()) {
            missed.forEach(recent::add);
        }
        moveTo(to, true);
        signals.wakeAll();
    }

    private void moveTo(Head to, boolean nowListening) {
        lock.lock();
        try {
            head = to;
            listening = nowListening;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
