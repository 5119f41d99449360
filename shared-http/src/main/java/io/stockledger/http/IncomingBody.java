package io.stockledger.http;

import jakarta.servlet.http.HttpServletRequest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The body of one request while it is read and used: its share of the byte budget, and the time
 * that is left for its arrival. The {@link BodyFilter} makes one for each request and releases its
 * share when the request is done.
 *
 * <p>The timer runs from the start. A bulk request, whose body has no end, stops it, and starts it
 * for each line.
 *
 * <p>The timer is used by the thread that reads; the share is thread-safe.
 */
public final class IncomingBody {

    private static final String ATTRIBUTE = IncomingBody.class.getName();

    private final BodyBudget budget;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final AtomicLong share = new AtomicLong();
    private volatile BodyLimit limit = BodyLimit.NONE;
    private long endNanos;
    private boolean timed;

    /**
     * A body of which nothing has arrived.
     *
     * @param timeout the longest time for the whole body or for one line
     */
    public IncomingBody(BodyBudget budget, Duration timeout) {
        this(budget, timeout, System::nanoTime);
    }

    IncomingBody(BodyBudget budget, Duration timeout, LongSupplier nanoTime) {
        this.budget = budget;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
        startTimer();
    }

    /** The body of the request. */
    public static IncomingBody of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof IncomingBody body) {
            return body;
        }
        throw new IllegalStateException("the request did not pass the body filter");
    }

    /**
     * Gives the body of the request another limit, beside the byte budget. Call it before the body
     * is read. Has no effect on a request that did not pass the body filter.
     */
    public static void limit(HttpServletRequest request, BodyLimit limit) {
        if (request.getAttribute(ATTRIBUTE) instanceof IncomingBody body) {
            body.limit = limit;
        }
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Tells the announced length of a body that is read as a whole; negative if it is unknown. */
    void announce(long bytes) {
        limit.announce(Math.max(0, bytes));
    }

    /**
     * Takes bytes from the budget, before the memory for them is allocated.
     *
     * @throws ProblemException overloaded, if they do not fit, or the problem of the limit of this
     *     body
     */
    public void acquire(long bytes) {
        limit.acquire(bytes);
        if (!budget.acquire(bytes)) {
            limit.release(bytes);
            throw new ProblemException(Problems.bodiesOverloaded());
        }
        share.addAndGet(bytes);
    }

    /** Gives bytes back that were acquired before. */
    public void release(long bytes) {
        share.addAndGet(-bytes);
        giveBack(bytes);
    }

    /** Gives back everything that is acquired. */
    public void releaseAll() {
        giveBack(share.getAndSet(0));
    }

    private void giveBack(long bytes) {
        budget.release(bytes);
        limit.release(bytes);
    }

    /** Starts the time of the body or of the next line. */
    public void startTimer() {
        startTimer(timeout);
    }

    void startTimer(Duration atMost) {
        endNanos = nanoTime.getAsLong() + atMost.toNanos();
        timed = true;
    }

    /** Lets the next read wait as long as the web server permits. */
    public void stopTimer() {
        timed = false;
    }

    boolean isTimed() {
        return timed;
    }

    /** The time that is left, in milliseconds; 0 or less if it is over. */
    long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(endNanos - nanoTime.getAsLong());
    }

    /** Counts the timeout and returns its problem. */
    ProblemException timedOut() {
        budget.countTimeout();
        return new ProblemException(Problems.bodyTimedOut(timeout));
    }
}
