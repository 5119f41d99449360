package io.stockledger.query.progress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs one bounded pass repeatedly on its own thread, with a pause after each. Of several failures
 * in a row, the first with each cause is logged. The success after them is logged too. Thread-safe.
 */
public final class RepeatedPass implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedPass.class);
    private static final int CAUSES_MAX = 20;
    private static final long STOP_MS_MAX = 5_000;

    private final String name;
    private final Runnable pass;
    private final Runnable atEnd;
    private final long pauseMs;
    private volatile boolean running;
    private final Set<String> failures = new HashSet<>();
    private ScheduledExecutorService executor;

    public RepeatedPass(String name, Runnable pass, long pauseMs) {
        this(name, pass, () -> {}, pauseMs);
    }

    /**
     * @param atEnd runs once after the last pass
     */
    public RepeatedPass(String name, Runnable pass, Runnable atEnd, long pauseMs) {
        this.name = name;
        this.pass = pass;
        this.atEnd = atEnd;
        this.pauseMs = pauseMs;
        this.executor = executor();
    }

    private ScheduledExecutorService executor() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    private void runOnce() {
        try {
            pass.run();
            if (!failures.isEmpty()) {
                failures.clear();
                LOG.info("The {} succeeds again", name);
            }
        } catch (RuntimeException e) {
            if (failures.add(kindOf(e))) {
                LOG.warn("The {} failed and is repeated: {}", name, e.getMessage());
            }
        }
    }

    /** The types of the exception and its causes; messages may contain times and addresses. */
    private static String kindOf(Throwable failure) {
        var kind = new StringBuilder();
        Throwable each = failure;
        for (int i = 0; i < CAUSES_MAX && each != null; i++) {
            kind.append(each.getClass().getName()).append(' ');
            if (each instanceof SQLException refused) {
                kind.append(refused.getSQLState()).append(' ');
            }
            each = each.getCause();
        }
        return kind.toString();
    }

    @Override
    public synchronized void start() {
        if (executor.isShutdown()) {
            executor = executor();
        }
        running = true;
        var _ = executor.scheduleWithFixedDelay(this::runOnce, 0, pauseMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        running = false;
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(STOP_MS_MAX, TimeUnit.MILLISECONDS)) {
                LOG.warn("The {} did not end within {} ms", name, STOP_MS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        atEnd.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
