package io.stockledger.command.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductFigures;
import io.stockledger.command.eventstore.InMemoryEventStore;
import io.stockledger.command.eventstore.InMemorySnapshotStore;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.events.EventEnvelope;
import io.stockledger.teststack.SettableClock;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The writer loop of one instance. The test runs its passes on its own thread. */
final class LoopRun {

    static final WriterLimits LIMITS =
            new WriterLimits(100, 50, 20, 4, 1_000, 1_000_000, 10_000, 5_000, 10);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    final StagedEventStore store;
    final InMemorySnapshotStore snapshots;
    final Inbox inbox;
    final ProductCache cache;
    final SnapshotWriter snapshotWriter;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final SettableClock clock = new SettableClock(NOON);

    /** Runs the appends: on the test's thread, unless a test replaces it. */
    Executor appender = Runnable::run;

    private final List<CompletableFuture<CommandOutcome>> ignoredOutcomes = new ArrayList<>();
    private final InFlightKeys keys;
    private final WriterLoop loop;
    private final InMemoryEventStore log;

    LoopRun() {
        this(LIMITS);
    }

    LoopRun(WriterLimits limits) {
        this(limits, new InMemoryEventStore(), new InMemorySnapshotStore(), Runnable::run);
    }

    LoopRun(
            WriterLimits limits,
            InMemoryEventStore log,
            InMemorySnapshotStore snapshots,
            Executor loaders) {
        this.log = log;
        this.snapshots = snapshots;
        this.store = new StagedEventStore(log);
        this.inbox = new Inbox(limits.queueCommandsMax());
        this.cache = new ProductCache(limits.cachedProductsMax(), limits.cachedReservationsMax());
        this.snapshotWriter = new SnapshotWriter(snapshots, limits.snapshotEveryEvents());
        var metrics = new WriterMetrics(registry, inbox::depth, cache::size);
        this.keys = new InFlightKeys(this::enqueue, metrics, limits.outcomeTimeoutMs());
        this.loop =
                new WriterLoop(
                        inbox,
                        cache,
                        store,
                        new ProductRepository(store, snapshots),
                        loaders,
                        append -> appender.execute(append),
                        snapshotWriter,
                        metrics,
                        clock,
                        UUID::randomUUID,
                        limits);
    }

    /** Another instance of the service with the same store. */
    LoopRun sibling() {
        return new LoopRun(LIMITS, log, snapshots, Runnable::run);
    }

    CompletableFuture<CommandOutcome> submit(Command command) {
        return submit(command, null);
    }

    CompletableFuture<CommandOutcome> submit(Command command, @Nullable Long expectedVersion) {
        return submit(new CommandRequest(command, expectedVersion, null, null, null, null), 10_000);
    }

    CompletableFuture<CommandOutcome> submit(CommandRequest request, long timeoutMs) {
        request.setDeadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs));
        if (request.idempotencyKey() != null) {
            return keys.submit(request);
        }
        enqueue(request);
        return request.outcome();
    }

    private void enqueue(CommandRequest request) {
        assertThat(inbox.offer(request)).as("the queue has room").isTrue();
    }

    /** Submits a command whose outcome the test ignores. */
    void send(Command command) {
        send(CommandRequest.of(command));
    }

    void send(CommandRequest request) {
        ignoredOutcomes.add(submit(request, 10_000));
    }

    /** One pass. */
    void pass() {
        try {
            loop.runOnce();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One pass that does not wait if there is no input. */
    void passAtOnce() {
        inbox.appendEnded();
        pass();
    }

    /** Runs passes until every command has an outcome. */
    void finish() {
        while (loop.hasWork()) {
            pass();
        }
    }

    /** Submits a command, finishes, and returns its outcome. */
    CommandOutcome outcomeOf(Command command) {
        CompletableFuture<CommandOutcome> outcome = submit(command);
        finish();
        return outcome.join();
    }

    /** Submits a command and finishes. */
    CompletableFuture<CommandOutcome> submitAndFinish(Command command) {
        CompletableFuture<CommandOutcome> outcome = submit(command);
        finish();
        return outcome;
    }

    /** Puts the log back to its first events and starts the next epoch. */
    void putBackTo(int position) {
        log.putBackTo(position);
    }

    /** Registers the products with a quantity of 10 each, which also loads them. */
    LoopRun withProducts(String... productIds) {
        for (String productId : productIds) {
            outcomeOf(register(productId));
        }
        store.appends.clear();
        return this;
    }

    /** Appends to one product until the instance counts as alone and decides ahead. */
    LoopRun alone(String productId) {
        for (int i = 0; i < 10; i++) {
            outcomeOf(receive(productId, 1));
        }
        store.appends.clear();
        store.exclusiveAppends = 0;
        return this;
    }

    boolean hasWork() {
        return loop.hasWork();
    }

    List<EventEnvelope> events() {
        return log.all();
    }

    List<EventEnvelope> eventsOf(String productId) {
        return log.load(productId, Integer.MAX_VALUE);
    }

    /** The product in memory must equal a replay of its events, without undoable changes. */
    void assertMemoryAgreesWithTheLog(String productId) {
        Product inMemory = Objects.requireNonNull(cache.get(productId), "not in memory").product();
        Product replayed = new ProductRepository(log, new InMemorySnapshotStore()).load(productId);
        assertThat(ProductFigures.of(inMemory)).isEqualTo(ProductFigures.of(replayed));
        assertThat(inMemory.isFinal()).as("no undoable changes").isTrue();
    }

    static RegisterProduct register(String productId) {
        return new RegisterProduct(productId, "Lamp", "sku-1", 10, "main");
    }

    static ReserveStock reserve(String productId, String orderId, long quantity) {
        return new ReserveStock(productId, orderId, quantity);
    }

    static ReceiveStock receive(String productId, long quantity) {
        return new ReceiveStock(productId, "main", quantity, "delivery");
    }

    static Recorded recorded(CompletableFuture<CommandOutcome> outcome) {
        assertThat(outcome).isCompleted();
        assertThat(outcome.join()).isInstanceOf(Recorded.class);
        return (Recorded) outcome.join();
    }

    /** The effect of a command that was recorded now or before. */
    static Effect effect(CompletableFuture<CommandOutcome> outcome) {
        assertThat(outcome).isCompleted();
        assertThat(outcome.join()).isInstanceOf(Effect.class);
        return (Effect) outcome.join();
    }

    /** The version of the product after a recorded command. */
    static long version(CompletableFuture<CommandOutcome> outcome) {
        return recorded(outcome).events().getLast().sequenceNumber();
    }

    static Refused refused(CompletableFuture<CommandOutcome> outcome) {
        assertThat(outcome).isCompleted();
        assertThat(outcome.join()).isInstanceOf(Refused.class);
        return (Refused) outcome.join();
    }
}
