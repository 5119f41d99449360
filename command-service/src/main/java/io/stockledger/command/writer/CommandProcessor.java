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
 * The entry to the writer: accepts commands from any thread and returns a future for each outcome.
 * Between {@link #start} and {@link #stop} it runs the writer loop, the appends and the snapshot
 * writer on one thread each.
 */
public final class CommandProcessor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);

    /** Limits how often the snapshot of a product that changes all the time is written. */
    private static final Duration SNAPSHOT_PAUSE = Duration.ofMillis(100);

    private final Inbox inbox;
    private final InFlightKeys keys;
    private final WriterLoop loop;
    private final SnapshotWriter snapshots;
    private final WriterMetrics metrics;
    private final long commandTimeoutNanos;
    private final int bulkCommandsMax;
    private final ExecutorService loaders = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService appender =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("appender").factory());
    private final Thread loopThread;
    private final Thread snapshotThread;
    private volatile boolean running;
    private volatile boolean stopping;

    /** A processor that has not been started. */
    public CommandProcessor(
            EventStore events,
            SnapshotStore snapshotStore,
            MeterRegistry registry,
            Clock clock,
            WriterLimits limits) {
        this.commandTimeoutNanos = TimeUnit.MILLISECONDS.toNanos(limits.commandTimeoutMs());
        this.inbox = new Inbox(limits.queueCommandsMax());
        this.bulkCommandsMax = Math.ceilDiv(limits.queueCommandsMax(), 2);
        var cache = new ProductCache(limits.cachedProductsMax(), limits.cachedReservationsMax());
        this.metrics = new WriterMetrics(registry, inbox::depth, cache::size);
        this.keys = new InFlightKeys(this::enqueue, metrics, limits.outcomeTimeoutMs());
        this.snapshots = new SnapshotWriter(snapshotStore, limits.snapshotEveryEvents());
        this.loop =
                new WriterLoop(
                        inbox,
                        cache,
                        events,
                        new ProductRepository(events, snapshotStore),
                        loaders,
                        appender,
                        snapshots,
                        metrics,
                        clock,
                        Generators.timeBasedEpochGenerator()::generate,
                        limits);
        this.loopThread = Thread.ofPlatform().name("writer-loop").unstarted(this::runLoop);
        this.snapshotThread =
                Thread.ofPlatform().name("snapshot-writer").daemon().unstarted(this::runSnapshots);
    }

    /**
     * Queues a command. If a request with the same idempotency key and content is in flight, both
     * get the same outcome.
     *
     * @return completes once the outcome is durable. Completes exceptionally with {@link
     *     OverloadedException} if the command was dropped before it was decided, with {@link
     *     io.stockledger.command.eventstore.AppendOutcomeUnknownException} if the store did not
     *     answer, or with another exception if a failure prevented the command from being recorded
     * @throws OverloadedException if the queue is full or closed
     */
    public CompletableFuture<CommandOutcome> submit(CommandRequest request) {
        request.setDeadline(System.nanoTime() + commandTimeoutNanos);
        if (request.idempotencyKey() != null) {
            return keys.submit(request);
        }
        enqueue(request);
        return request.outcome();
    }

    /**
     * Whether the queue is less than half full. Bulk requests wait otherwise, because they could
     * fill the queue alone, and single commands would be refused.
     */
    public boolean hasRoomForBulk() {
        return inbox.depth() < bulkCommandsMax;
    }

    private void enqueue(CommandRequest request) {
        if (!inbox.offer(request)) {
            metrics.overloaded(request.command());
            throw new OverloadedException("too many commands are waiting");
        }
    }

    @Override
    public void start() {
        running = true;
        loopThread.start();
        snapshotThread.start();
    }

    /** Closes the queue, waits until all commands in it have their outcome, and stops. */
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

    /** Lower than the web server's phase, so that this stops after the last HTTP response. */
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
                LOG.error("Unexpected error in the writer loop; continuing", e);
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
