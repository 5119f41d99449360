package io.stockledger.command.expiry;

import io.stockledger.command.eventstore.ReceiptRetention;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import java.time.Duration;

/**
 * Drives what is done now and again beside the commands, on a thread of its own: the sweep of
 * reservations whose time is over, and the upkeep of the receipts, which is also done before the
 * first command.
 */
public final class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration RECEIPTS_EVERY = Duration.ofHours(1);

    private final ExpirySweep sweep;
    private final ReceiptRetention receipts;
    private final Duration sweepEvery;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    /**
     * Not started yet.
     *
     * @param sweepMs the pause between two sweeps, in milliseconds
     */
    public Housekeeping(ExpirySweep sweep, ReceiptRetention receipts, long sweepMs) {
        this.sweep = sweep;
        this.receipts = receipts;
        this.sweepEvery = Duration.ofMillis(sweepMs);
    }

    @Override
    public void start() {
        receipts.maintainOnce();
        scheduler.setThreadNamePrefix("housekeeping-");
        scheduler.setErrorHandler(
                e ->
                        LOG.warn(
                                "Housekeeping failed and is tried again in its turn: {}",
                                e.getMessage(),
                                e));
        scheduler.initialize();
        var _ = scheduler.scheduleWithFixedDelay(sweep::sweep, sweepEvery);
        var _ =
                scheduler.scheduleWithFixedDelay(
                        receipts::maintainOnce,
                        scheduler.getClock().instant().plus(RECEIPTS_EVERY),
                        RECEIPTS_EVERY);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
    }

    /** Above the processor's, which a sweep waits for: stops before it. */
    @Override
    public int getPhase() {
        return 1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
