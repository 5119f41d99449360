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
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.events.EventEnvelope;
import io.stockledger.teststack.SettableClock;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A writer loop of one instance, driven pass by pass on the test's own thread. */
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
    final SettableClock clock = new SettableClock();

    /** Where appends run: on the test's own thread, unless a test holds them up. */
    Executor appender = Runnable::run;

    private final List<CompletableFuture<CommandOutcome>> unwatched = new ArrayList<>();
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
        var metrics = new WriterMetrics(registry, inbox, cache);
        this.keys = new InFlightKeys(inbox, metrics, limits.outcomeTimeoutMs());
        this.loop =
                WriterLoop.of(
                        inbox,
                        cache,
                        new Decisions(cache, clock, UUID::randomUUID),
                        store,
                        new ProductRepository(store, snapshots),
                        loaders,
                        snapshotWriter,
                        metrics,
                        new GroupCommit.Appends(
                                append -> appender.execute(append), inbox::appendEnded),
                        limits);
    }

    /** Another instance of the service on the same store. */
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
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        return keys.submit(new PendingCommand(request, deadline, new CompletableFuture<>()));
    }

    /** Puts commands in line whose outcomes nobody looks at. */
    void send(Command command) {
        send(CommandRequest.of(command));
    }

    void send(CommandRequest request) {
        unwatched.add(submit(request, 10_000));
    }

    /** One pass. */
    void pass() {
        try {
            loop.runOnce();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One pass that does not wait where nothing can be taken. */
    void passAtOnce() {
        inbox.appendEnded();
        pass();
    }

    /** Passes until nothing waits any more. */
    void finish() {
        while (loop.hasWork()) {
            pass();
        }
    }

    /** Has a command decided and gives its outcome. */
    CommandOutcome outcomeOf(Command command) {
        CompletableFuture<CommandOutcome> outcome = submit(command);
        finish();
        return outcome.join();
    }

    /** Registers the products with 10 each and has them in memory. */
    LoopRun withProducts(String... productIds) {
        for (String productId : productIds) {
            outcomeOf(register(productId));
        }
        store.appends.clear();
        return this;
    }

    /** Has been alone on the log for long enough to decide ahead; all of it changes one product. */
    LoopRun undisturbed(String productId) {
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

    /** What is in memory must be what a fresh replay gives. */
    void assertMemoryAgreesWithTheLog(String productId) {
        Product inMemory = Objects.requireNonNull(cache.get(productId), "not in memory").product();
        Product replayed = new ProductRepository(log, new InMemorySnapshotStore()).load(productId);
        assertThat(ProductFigures.of(inMemory)).isEqualTo(ProductFigures.of(replayed));
        assertThat(inMemory.isFinal()).as("nothing left to undo").isTrue();
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

    /** The version that a recorded command left its product at. */
    static long version(CompletableFuture<CommandOutcome> outcome) {
        return recorded(outcome).events().getLast().sequenceNumber();
    }

    static Refused refused(CompletableFuture<CommandOutcome> outcome) {
        assertThat(outcome).isCompleted();
        assertThat(outcome.join()).isInstanceOf(Refused.class);
        return (Refused) outcome.join();
    }

    /** A clock that stands where it is put. */
    static final class SettableClock extends Clock {

        private Instant now = NOON;

        void set(Instant instant) {
            now = instant;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
