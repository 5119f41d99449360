package io.stockledger.command.writer;

import io.stockledger.command.eventstore.AppendResult;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.EventStoreException;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Decides all commands of this instance and appends their events, batch after batch (group commit).
 *
 * <h2>Input</h2>
 *
 * Any thread puts commands into the bounded queue of the {@link Inbox}. Each pass ({@link
 * #runOnce}) takes the commands that fit into the next batch. {@link Admission} selects those whose
 * products are all in memory and parks the others while the {@link ProductLoader} loads their
 * products. Commands on one product are decided in the order in which they were submitted, except a
 * command that waits for a look-up; an order that waits for one of its products does not delay
 * commands on the others.
 *
 * <h2>Orders in the log</h2>
 *
 * A return is limited by the shipments of its order, and a command on a whole order concerns all
 * its products. The products in memory have neither, since both grow with every order, so they are
 * looked up in the event log:
 *
 * <ol>
 *   <li>The command is decided like every other. It stays undecided if the look-up is missing or
 *       too old.
 *   <li>Its batch is appended all the same, which checks its idempotency key and the versions of
 *       its products. If that leads to a conflict, it is decided again like the others.
 *   <li>Once the batch is durable, {@link OrderLookUps} reads the order on another thread, so that
 *       it sees every event up to the undecided decision.
 *   <li>The command comes back through the inbox and is decided again. Commands that were submitted
 *       after it may be decided first.
 * </ol>
 *
 * From the undecided decision of a return until its outcome, its products remember their shipments;
 * a look-up is too old if it ends before. The products of a whole order are looked up for the first
 * time before the command is submitted. The append checks that the order has not got more of them;
 * if it has, this is a conflict. A look-up of another epoch of the log is ignored. If a product has
 * been evicted, it is loaded again.
 *
 * <h2>States of a batch</h2>
 *
 * <ol>
 *   <li><b>Open:</b> commands are added and decided on the products in memory. Each decision is
 *       applied to the products at once, so that the next command sees it.
 *   <li><b>In flight:</b> the batch is closed, and its one append call is running. At most one
 *       batch is in flight. The next batch is open and is decided on top of it.
 *   <li><b>Durable:</b> the append has succeeded. The decisions are kept, and the outcomes
 *       complete.
 *   <li><b>Undone:</b> the batch cannot be appended as it is, or the batch before it could not. Its
 *       decisions are undone in the products, and its commands are decided again or fail.
 * </ol>
 *
 * <h2>Alone or in turns</h2>
 *
 * The next batch is decided ahead only while this instance is alone on the log. While other
 * instances append too, decisions made ahead would often be undone. The loop then holds the
 * commands back for its turn: {@link ExclusiveAppends} waits for the lock on the head of the log,
 * applies the newer events, decides, and appends, all in one transaction. After some turns without
 * newer events the instance counts as alone again.
 *
 * <h2>When an outcome completes</h2>
 *
 * An outcome completes only after the append has confirmed the versions on which the outcome rests.
 * This includes refusals: a batch of refusals is appended without events, which only checks
 * versions and keys.
 *
 * <h2>Threads</h2>
 *
 * One thread runs this class and owns the products, the cache and the batches, so nothing here is
 * locked. Appends run one at a time on the appender thread, loads and look-ups on virtual threads;
 * all report their end through the inbox. Snapshots are written on a thread that only receives
 * copies. An exclusive append blocks the loop's thread.
 *
 * <h2>Failures</h2>
 *
 * An append has the expected result if it succeeds and no other instance has appended since the
 * known log. After every other result the open batch is undone, {@link ExclusiveAppends} completes
 * the batch in flight, and the commands of the open batch are admitted again.
 *
 * <ul>
 *   <li><b>Another instance has appended in between:</b> if it has not touched the same products,
 *       the append has succeeded and is durable. Otherwise the store reports a conflict, nothing is
 *       written, and the batch is decided again with the head of the log locked. No other instance
 *       can be faster then, so a command loses at most once.
 *   <li><b>Order with more products:</b> the store reports a conflict in the same way. The batch is
 *       decided again without the command on this order, whose products are looked up again.
 *   <li><b>Known idempotency key:</b> the store reports a conflict in the same way. The batch is
 *       decided again with the receipt of the key, which gives the repeat its first outcome.
 *   <li><b>Lost connection:</b> the store is asked whether the batch was committed. If it was, the
 *       batch is durable; otherwise it is decided again. If the lost append reaches the store
 *       later, its events are found among the newer events, and the batch is durable. If the store
 *       does not answer in time, the outcomes fail with {@code AppendOutcomeUnknownException} and
 *       the products are evicted.
 *   <li><b>Locked head:</b> others have locked the head of the log for longer than the store waits.
 *       The batch tries again for as long as a lost connection may take, and is then refused as
 *       overloaded. The server ends a transaction that holds the lock for too long; its instance
 *       handles that as a lost connection.
 *   <li><b>Halted log:</b> all commands of the batch fail. The store halts the log itself if events
 *       are missing that this instance knows.
 *   <li><b>Another epoch of the log:</b> everything in memory is forgotten, running loads included,
 *       and the commands wait until their products are loaded from the log of the new epoch.
 *   <li><b>Event that the store refuses:</b> the batch is halved until the command of this event is
 *       alone. The command fails; the others are decided again and appended.
 *   <li><b>Other failure of the store:</b> nothing is written, and all commands of the batch fail.
 *   <li><b>Bug in a decision:</b> only this command fails, and its changes are undone.
 * </ul>
 *
 * <h2>Overload and stop</h2>
 *
 * A command fails with {@link OverloadedException} if the queue is full, if too many commands are
 * parked or wait for a look-up, or if its deadline passes before it is decided; nothing is
 * recorded. Once a command has been decided, its deadline no longer applies. On stop the queue
 * closes, and the loop runs until {@link #hasWork} is false.
 */
final class WriterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final long IDLE_WAIT_MS = 500;

    private final Inbox inbox;
    private final ProductCache cache;
    private final Admission admission;
    private final ExclusiveAppends exclusiveAppends;
    private final EventStore store;
    private final Executor appender;
    private final SnapshotWriter snapshots;
    private final WriterMetrics metrics;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final int batchCommandsMax;

    private Batch open;
    private @Nullable InFlightAppend inFlight;

    /** Commands that are decided at this instance's turn. */
    private final List<CommandRequest> heldBack = new ArrayList<>();

    private record InFlightAppend(
            Batch batch, CompletableFuture<AppendResult> result, long startNanos) {

        AppendResult join() {
            try {
                return result.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }

    /**
     * A loop with an empty batch.
     *
     * @param loaders runs loads of products and look-ups of orders, several at once
     * @param appender runs appends, one at a time
     */
    WriterLoop(
            Inbox inbox,
            ProductCache cache,
            EventStore store,
            ProductRepository products,
            Executor loaders,
            Executor appender,
            SnapshotWriter snapshots,
            WriterMetrics metrics,
            Clock clock,
            Supplier<UUID> ids,
            WriterLimits limits) {
        this.inbox = inbox;
        this.cache = cache;
        this.store = store;
        this.appender = appender;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
        this.batchCommandsMax = limits.batchCommandsMax();
        this.admission =
                new Admission(
                        cache,
                        new ProductLoader(
                                products,
                                loaders,
                                inbox::put,
                                limits.loadsMax(),
                                limits.batchCommandsMax()),
                        new OrderLookUps(store, loaders, inbox::put, limits.batchCommandsMax()),
                        metrics,
                        limits.queueCommandsMax(),
                        limits.parkedPerProductMax());
        this.exclusiveAppends =
                new ExclusiveAppends(
                        store,
                        cache,
                        this::decide,
                        admission::readmit,
                        snapshots,
                        metrics,
                        this::beginNewEpoch,
                        limits.outcomeTimeoutMs());
        this.open = newBatch(Map.of());
    }

    /** One pass: takes the input, waits briefly if the inbox is empty, and advances the appends. */
    void runOnce() throws InterruptedException {
        beginFirstEpoch();
        Inbox.Input input = inbox.take(room(), IDLE_WAIT_MS);
        // This call precedes the decisions, so that the store already works on the next batch.
        advanceAppends();
        add(admission.admit(input));
        advanceAppends();
        cache.shrink();
    }

    /** Whether any command has no outcome yet. */
    boolean hasWork() {
        return inFlight != null
                || !open.commands().isEmpty()
                || !heldBack.isEmpty()
                || admission.hasWaiting()
                || inbox.depth() > 0;
    }

    /** Reads the epoch of the log before anything is loaded; a later pass repeats a failure. */
    private void beginFirstEpoch() {
        if (cache.epoch() == null && inFlight == null && open.commands().isEmpty()) {
            try {
                beginNewEpoch();
            } catch (EventStoreException e) {
                LOG.debug("The epoch of the event log could not be read", e);
            }
        }
    }

    /**
     * Forgets everything in memory and reads the present epoch. No batch is open with commands or
     * in flight.
     *
     * @throws EventStoreException if the epoch cannot be read
     */
    private void beginNewEpoch() {
        LogEpoch before = cache.epoch();
        cache.forgetEpoch();
        open = newBatch(Map.of());
        LogEpoch epoch = store.epoch();
        cache.begin(epoch);
        open = newBatch(Map.of());
        admission.loadAgain();
        if (before != null) {
            LOG.warn(
                    "The event log has started epoch {}; all products in memory are forgotten and"
                            + " loaded again",
                    epoch.number());
        }
    }

    private Inbox.BatchRoom room() {
        int weight = open.weight();
        for (CommandRequest command : heldBack) {
            weight += command.productIds().size();
        }
        return new Inbox.BatchRoom(batchCommandsMax - weight, weight == 0);
    }

    private void add(List<CommandRequest> admitted) {
        if (cache.isAlone()) {
            open.add(admitted, decisionTime());
        } else {
            heldBack.addAll(admitted);
        }
    }

    /** Ends the append in flight if it has a result, and starts the next one or takes a turn. */
    private void advanceAppends() {
        while (true) {
            InFlightAppend append = inFlight;
            if (append == null) {
                if (!heldBack.isEmpty()) {
                    takeTurn();
                } else if (!open.commands().isEmpty()) {
                    startAppend();
                } else {
                    return;
                }
            } else if (append.result.isDone()) {
                inFlight = null;
                endAppend(append);
            } else {
                return;
            }
        }
    }

    private void startAppend() {
        Batch batch = open;
        batch.close();
        batch.copySnapshots(snapshots);
        open = newBatch(Map.of());
        metrics.decided(batch.commands().size());
        var append = new InFlightAppend(batch, new CompletableFuture<>(), System.nanoTime());
        inFlight = append;
        appender.execute(() -> append(batch, append.result));
    }

    /** Runs on the appender thread. */
    private void append(Batch batch, CompletableFuture<AppendResult> result) {
        try {
            result.complete(store.append(batch));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            inbox.appendEnded();
        }
    }

    private void endAppend(InFlightAppend append) {
        Batch batch = append.batch;
        if (!append.result.isCompletedExceptionally()
                && append.result.join() instanceof Success success
                && cache.isNext(success)) {
            batch.keep();
            cache.appended(success, batch.events(), batch.products());
            if (!open.commands().isEmpty()) {
                startAppend();
            }
            metrics.appended(System.nanoTime() - append.startNanos);
            batch.complete(success, snapshots, metrics);
            return;
        }
        List<CommandRequest> undone = open.commands();
        open.undo();
        open = newBatch(Map.of());
        exclusiveAppends.recover(batch, append::join);
        metrics.appended(System.nanoTime() - append.startNanos);
        add(admission.admit(undone));
    }

    /** Appends the commands that were held back, and those that arrive until the lock is taken. */
    private void takeTurn() {
        long startNanos = System.nanoTime();
        Inbox.BatchRoom room = room();
        List<CommandRequest> waiting = List.copyOf(heldBack);
        heldBack.clear();
        exclusiveAppends.takeTurn(
                waiting,
                commands -> {
                    List<CommandRequest> admitted = admission.admit(commands);
                    admitted.addAll(admission.admit(inbox.takeNow(room)));
                    return admitted;
                });
        metrics.appended(System.nanoTime() - startNanos);
    }

    private Batch newBatch(Map<String, Receipt> knownReceipts) {
        return new Batch(cache, ids, admission::lookUpOrder, knownReceipts);
    }

    private Batch decide(List<CommandRequest> commands, Map<String, Receipt> knownReceipts) {
        Batch batch = newBatch(knownReceipts);
        batch.add(commands, decisionTime());
        batch.close();
        return batch;
    }

    /**
     * The present instant, in microseconds like stored instants. It goes back if the clock is set
     * back: the order of the events is that of their positions.
     */
    private Instant decisionTime() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
