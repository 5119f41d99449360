package io.stockledger.command.writer;

import com.fasterxml.uuid.Generators;

import io.micrometer.core.instrument.MeterRegistry;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.SnapshotStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The way in: takes commands from any thread and answers each with a future. It runs the writer
 * loop, its appends and the snapshot writer on a thread each, from {@link #start} to {@link #stop}.
 */
public final class CommandProcessor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);

    /** A product that changes all the time is written so often and no more. */
    private static final Duration SNAPSHOT_PAUSE = Duration.ofMillis(100);

    private final Inbox inbox;
    private final InFlightKeys keys;
    private final WriterLoop loop;
    private final SnapshotWriter snapshots;
    private final WriterLimits limits;
    private final ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService appender =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("appender").factory());
    private final Thread loopThread;
    private final Thread snapshotThread;
    private volatile boolean running;
    private volatile boolean stopping;

    /** A processor that is not started yet. */
    public CommandProcessor(
            EventStore events,
            SnapshotStore snapshotStore,
            MeterRegistry registry,
            Clock clock,
            WriterLimits limits) {
        this.limits = limits;
        this.inbox = new Inbox(limits.queueCommandsMax());
        var cache = new ProductCache(limits.cachedProductsMax(), limits.cachedReservationsMax());
        var metrics = new WriterMetrics(registry, inbox, cache);
        this.keys = new InFlightKeys(inbox, metrics, limits.outcomeTimeoutMs());
        this.snapshots = new SnapshotWriter(snapshotStore, limits.snapshotEveryEvents());
        this.loop =
                WriterLoop.of(
                        inbox,
                        cache,
                        new Decisions(cache, clock, Generators.timeBasedEpochGenerator()::generate),
                        events,
                        new ProductRepository(events, snapshotStore),
                        loaders,
                        snapshots,
                        metrics,
                        new GroupCommit.Appends(appender, inbox::appendEnded),
                        limits);
        this.loopThread = Thread.ofPlatform().name("writer-loop").unstarted(this::runLoop);
        this.snapshotThread =
                Thread.ofPlatform().name("snapshot-writer").daemon().unstarted(this::runSnapshots);
    }

    /**
     * Puts a command in line; one whose idempotency key and content are under way already waits for
     * the same outcome.
     *
     * @return completes once the outcome is durable; or with {@link OverloadedException} where the
     *     command was dropped undecided, {@link
     *     io.stockledger.command.eventstore.AppendOutcomeUnknownException} where the store did not
     *     answer, or another exception where nothing was recorded for a reason that is no refusal
     * @throws OverloadedException where the line is full
     */
    public CompletableFuture<CommandOutcome> submit(CommandRequest request) {
        long deadline =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.commandTimeoutMs());
        return keys.submit(new PendingCommand(request, deadline, new CompletableFuture<>()));
    }

    @Override
    public void start() {
        running = true;
        loopThread.start();
        snapshotThread.start();
    }

    /** Takes no more commands, finishes those in line, and ends. */
    @Override
    public void stop() {
        stopping = true;
        inbox.close();
        try {
            loopThread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        snapshotThread.interrupt();
        loaders.close();
        appender.close();
        running = false;
    }

    /** Below the web server's, so that it stops after the last request has been answered. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void runLoop() {
        while (!stopping || loop.hasWork()) {
            try {
                loop.runOnce();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The writer loop met a bug and goes on", e);
            }
        }
    }

    private void runSnapshots() {
        try {
            while (true) {
                snapshots.writeOnce();
                Thread.sleep(SNAPSHOT_PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
