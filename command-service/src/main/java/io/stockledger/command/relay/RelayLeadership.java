package io.stockledger.command.relay;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * The right to publish, which one instance has at a time.
 *
 * <p><b>Standby.</b> {@link #lead} takes the {@link RelayLease} once it is free, and opens the
 * {@link AppendNotifications}.
 *
 * <p><b>Leader.</b> A thread of its own beats four times a second: it renews the lease at every
 * second beat, and calls the {@link Pulse} at every beat. So a pass that hangs, or a topic that
 * takes long to open, delays neither.
 *
 * <p><b>The end of the lead.</b> The lead ends when the lease may have run out by the monotonic
 * clock of this process, when the lease cannot be renewed, or when the pulse fails. From then on
 * {@link #confirm} throws; the owner calls {@link #resign} and begins again as a standby.
 *
 * <p>Used by one thread, except for the methods that say otherwise.
 */
final class RelayLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLeadership.class);

    private static final Duration BEAT = Duration.ofMillis(250);
    private static final int BEATS_PER_RENEWAL = 2;
    private static final Duration THREAD_END_MAX = Duration.ofMillis(500);
    private static final Duration DISCARD_EVERY = Duration.ofMillis(500);

    /** What the leader does at every beat, on the connection of the lease. */
    @FunctionalInterface
    interface Pulse {

        /**
         * One bounded step.
         *
         * @throws LeadLostException if this instance is to give the lead back
         */
        void beat(RelayLease lease) throws SQLException, LeadLostException;
    }

    private final RelayLease lease;
    private final AppendNotifications notifications;
    private final RepeatedFailure standby = new RepeatedFailure();
    private volatile @Nullable Pulse pulse;
    private volatile @Nullable LeadLostException lost;
    private volatile String activity = "begins to publish";
    private @Nullable Thread beating;
    private long discardedNanos;

    /**
     * An instance that does not lead yet.
     *
     * @param connections opens a new connection each time; not a pool
     */
    RelayLeadership(DataSource connections) {
        this.lease = new RelayLease(connections);
        this.notifications = new AppendNotifications(connections);
    }

    /**
     * Confirms the lead, or tries once to take it. Twice a second a leader also discards the
     * notifications that have arrived.
     *
     * @return whether this instance leads
     * @throws SQLException if the database fails; the caller must then call {@link #resign}
     * @throws LeadLostException if the lead is lost; the caller must then call {@link #resign}
     */
    boolean lead() throws SQLException, LeadLostException {
        if (beating != null) {
            confirm();
            if (System.nanoTime() - discardedNanos > DISCARD_EVERY.toNanos()) {
                notifications.discard();
                discardedNanos = System.nanoTime();
            }
            return true;
        }
        RelayLease.Holder holder = lease.holder();
        if (holder.holds()) {
            if (standby.note(holder.name())) {
                LOG.info(
                        "Another instance publishes the log: {}, in term {} since {}; this"
                                + " instance stands by",
                        holder.name(),
                        holder.term(),
                        holder.since());
            }
            return false;
        }
        if (!notifications.open()) {
            if (standby.note("earlier version")) {
                LOG.info(
                        "An instance of an earlier version publishes the log; this instance stands"
                                + " by until that one has stopped");
            }
            return false;
        }
        if (!lease.take()) {
            notifications.close();
            return false;
        }
        standby.end();
        lost = null;
        activity = "begins to publish";
        beating = Thread.ofPlatform().daemon().name("relay-lease").start(this::beat);
        return true;
    }

    /**
     * Confirms the lead without asking the database. Any thread may call this.
     *
     * @throws LeadLostException if this instance does not lead, or may not lead any more
     */
    void confirm() throws LeadLostException {
        LeadLostException cause = lost;
        if (cause != null) {
            throw new LeadLostException(
                    String.valueOf(cause.getMessage()),
                    cause.getCause() == null ? cause : cause.getCause());
        }
        if (!lease.isHeld()) {
            throw new LeadLostException(
                    "the lease was not renewed within "
                            + RelayLease.TIME.toSeconds()
                            + " s: the process was paused, or Postgres did not answer",
                    null);
        }
    }

    /** Waits for an append or for {@code waitMs} milliseconds, whichever comes first. */
    boolean awaitAppend(int waitMs) throws SQLException {
        return notifications.await(waitMs);
    }

    /** Sets what the leader does at every beat; null for nothing. */
    void beatWith(@Nullable Pulse step) {
        pulse = step;
    }

    /** Sets the words that the lease shows to operators. Any thread may call this. */
    void activity(String words) {
        activity = words;
    }

    /** Whether this instance leads. Any thread may call this. */
    boolean isLeading() {
        return lost == null && lease.isHeld();
    }

    /** The term in which this instance leads, 0 if it does not. Any thread may call this. */
    long term() {
        return isLeading() ? lease.term() : 0;
    }

    @Override
    public void close() {
        resign();
    }

    /** Gives up the lead, so that another instance can take it at once, and all connections. */
    void resign() {
        pulse = null;
        endBeating();
        lease.release();
        notifications.close();
        lease.close();
    }

    /** Ends a wait for an append with an exception. Any thread may call this. */
    void abortWait() throws SQLException {
        notifications.abort();
    }

    /** Ends a statement on the lease that hangs with an exception. Any thread may call this. */
    void abort() throws SQLException {
        lease.abort();
    }

    private void beat() {
        long next = System.nanoTime();
        try {
            for (int beat = 0; !Thread.currentThread().isInterrupted(); beat++) {
                if (beat % BEATS_PER_RENEWAL == 0) {
                    confirm();
                    lease.renew(activity);
                }
                Pulse step = pulse;
                if (step != null) {
                    step.beat(lease);
                }
                next = Math.max(next + BEAT.toNanos(), System.nanoTime());
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (LeadLostException e) {
            lost = e;
        } catch (SQLException e) {
            lost = new LeadLostException("the lease could not be renewed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lost = new LeadLostException("of an unexpected error; report it: " + e, e);
        }
    }

    private void endBeating() {
        Thread thread = beating;
        beating = null;
        if (thread == null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        thread.interrupt();
        try {
            if (!thread.join(THREAD_END_MAX)) {
                lease.abort();
                thread.join();
            }
        } catch (SQLException e) {
            LOG.debug("The connection of the lease was already broken", e);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
