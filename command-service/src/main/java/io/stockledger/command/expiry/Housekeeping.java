package io.stockledger.command.expiry;

import io.stockledger.command.eventstore.ReceiptRetention;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import java.time.Duration;

/**
 * Runs the regular tasks of the service on its own thread: the sweep of lapsed reservations, and
 * the maintenance of the receipts, which also runs before the first command.
 */
public final class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /**
     * Short, so that a clock that is wrong for a while is noticed while it is: see the SQL function
     * {@code maintain_receipts}.
     */
    private static final Duration RECEIPTS_INTERVAL = Duration.ofMinutes(1);

    private final ExpirySweep sweep;
    private final ReceiptRetention receipts;
    private final Duration sweepInterval;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    /**
     * Housekeeping that has not been started.
     *
     * @param sweepMs the pause between two sweeps, in milliseconds
     */
    public Housekeeping(ExpirySweep sweep, ReceiptRetention receipts, long sweepMs) {
        this.sweep = sweep;
        this.receipts = receipts;
        this.sweepInterval = Duration.ofMillis(sweepMs);
    }

    @Override
    public void start() {
        receipts.maintainOnce();
        scheduler.setThreadNamePrefix("housekeeping-");
        scheduler.setErrorHandler(
                e ->
                        LOG.warn(
                                "A housekeeping task failed; it runs again at its next interval:"
                                        + " {}",
                                e.getMessage(),
                                e));
        scheduler.initialize();
        var _ = scheduler.scheduleWithFixedDelay(sweep::sweep, sweepInterval);
        var _ = scheduler.scheduleWithFixedDelay(receipts::maintainOnce, RECEIPTS_INTERVAL);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
    }

    /**
     * Higher than the phase of the processor, which a sweep waits for, so that this stops first.
     */
    @Override
    public int getPhase() {
        return 1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
