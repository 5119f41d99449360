package io.stockledger.query.changes;

import io.stockledger.query.changes.ChangeQueries.Head;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The changes that this replica has received, and the subscribers to them. While the feed is not
 * {@linkplain #isListening listening}, answers in memory may be out of date, and reads must go to
 * the database. The thread of the listener feeds it; the public methods are thread-safe.
 */
public final class ChangeFeed {

    private final List<ChangeSubscriber> subscribers = new CopyOnWriteArrayList<>();
    private final ChangeSignals signals = new ChangeSignals();
    private final RecentChanges recent;
    private final LongAdder changesReceived = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition headMoved = lock.newCondition();
    private volatile boolean listening;
    private volatile Head head = new Head("", 0);

    /**
     * A feed that has received nothing yet.
     *
     * @param backlogProductsMax the number of changed products that are kept in memory
     */
    public ChangeFeed(int backlogProductsMax) {
        this.recent = new RecentChanges(backlogProductsMax);
    }

    /** Adds a subscriber; must be called before the listener starts. */
    public void subscribe(ChangeSubscriber subscriber) {
        subscribers.add(subscriber);
    }

    /** Whether this replica receives changes. */
    public boolean isListening() {
        return listening;
    }

    /** The last change that every subscriber has received. */
    public Head head() {
        return head;
    }

    /** The signals that requests wait for. */
    public ChangeSignals signals() {
        return signals;
    }

    /** The last changes, for streams. */
    public RecentChanges recent() {
        return recent;
    }

    /** The number of changes received. */
    public long changesReceived() {
        return changesReceived.sum();
    }

    /** The number of times that the listener has connected again. */
    public long reconnects() {
        return reconnects.sum();
    }

    /**
     * Waits until no answer from before a change can be served from memory: the subscribers have
     * received the change, or the feed is not listening.
     *
     * @return false if the time is over first
     */
    public boolean awaitNumber(long number, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (listening && head.number() < number) {
                if (left <= 0) {
                    return false;
                }
                left = headMoved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Passes the next change on. */
    void accept(Change change) {
        changesReceived.increment();
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

    /** The listener has lost its connection: no change arrives until {@link #connected}. */
    void disconnected() {
        moveTo(head, false);
        subscribers.forEach(ChangeSubscriber::everythingChanged);
    }

    /**
     * The listener has a connection, and changes arrive again.
     *
     * @param to the last change in the database
     * @param missed the changes since the last head; if they are not known, one change of
     *     everything
     */
    void connected(Head to, List<Change> missed) {
        boolean first = head.feedId().isEmpty();
        subscribers.forEach(ChangeSubscriber::everythingChanged);
        if (!to.includes(head)) {
            recent.reset(to.number());
        }
        if (to.number() > head.number()) {
            missed.forEach(recent::add);
        }
        moveTo(to, true);
        signals.wakeAll();
        if (!first) {
            reconnects.increment();
        }
    }

    private void moveTo(Head to, boolean nowListening) {
        lock.lock();
        try {
            head = to;
            listening = nowListening;
            headMoved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
