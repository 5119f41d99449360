package io.stockledger.command.writer;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Decision.ShipmentsMissing;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.Refusal;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.KnownLog;
import io.stockledger.command.eventstore.LogAnchor;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.command.eventstore.StreamEvent;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.command.writer.CommandOutcome.Unchanged;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The commands that are decided together and appended in one call, and the decisions on them.
 *
 * <p>An open batch accepts commands. Each decision is applied to the products in memory at once, so
 * that the next command sees it. A closed batch is appended as it is: the store reads its events,
 * keys and receipts, which no longer change. Then the decisions are either kept or undone. See
 * {@link WriterLoop} for the states of a batch.
 *
 * <p>Only the loop's thread changes a batch.
 */
final class Batch implements AppendBatch {

    private final ProductCache cache;
    private final Supplier<UUID> ids;
    private final Consumer<CommandRequest> orderLookUps;
    private final Map<String, Receipt> knownReceipts;

    private final List<CommandRequest> commands = new ArrayList<>();

    /** Computes the outcome of each command from the position of the batch's first event. */
    private final List<LongFunction<CommandOutcome>> outcomes = new ArrayList<>();

    private final Map<String, UndoMarks> marks = new HashMap<>();
    private final List<CachedProduct> products = new ArrayList<>();
    private final Map<String, Long> expectedVersions = new LinkedHashMap<>();
    private final List<StreamEvent> events = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<String> recordedKeys = new HashSet<>();
    private final List<NewReceipt> receipts = new ArrayList<>();
    private final Map<String, Integer> productsOfOrders = new HashMap<>();
    private final OrdersOfBatch ordersOfBatch = new OrdersOfBatch();
    private List<Product> snapshots = List.of();
    private @Nullable KnownLog knownLog;
    private @Nullable LogAnchor anchor;
    private Instant decidedAt = Instant.EPOCH;
    private int weight;
    private boolean ended;

    /** In place of the outcome of a command whose decision failed; such a command has no events. */
    private record Failure(RuntimeException bug) implements LongFunction<CommandOutcome> {

        @Override
        public CommandOutcome apply(long firstPosition) {
            throw bug;
        }
    }

    /**
     * In place of the outcome of a command that cannot be decided yet. Once the batch is durable,
     * its order is looked up, and the command comes back in a later batch.
     */
    private record Undecided(CommandRequest command) implements LongFunction<CommandOutcome> {

        @Override
        public CommandOutcome apply(long firstPosition) {
            throw new IllegalStateException("the command is not decided: " + command.command());
        }
    }

    /** A product of the batch, and the marks in its undo log before and after the batch. */
    private static final class UndoMarks {
        private final CachedProduct cached;
        private final long before;
        private long after;

        UndoMarks(CachedProduct cached) {
            this.cached = cached;
            this.before = cached.product().mark();
        }
    }

    /**
     * An open batch without commands.
     *
     * @param orderLookUps receives the commands whose order has to be looked up, after the batch
     *     has become durable
     * @param knownReceipts the receipts that the store already has for keys of the commands
     */
    Batch(
            ProductCache cache,
            Supplier<UUID> ids,
            Consumer<CommandRequest> orderLookUps,
            Map<String, Receipt> knownReceipts) {
        this.cache = cache;
        this.ids = ids;
        this.orderLookUps = orderLookUps;
        this.knownReceipts = knownReceipts;
    }

    // Deciding

    /**
     * Decides more commands, in order. All their products are in memory.
     *
     * @param now the instant of the decisions; before the instant of earlier decisions if the clock
     *     was set back
     */
    void add(List<CommandRequest> more, Instant now) {
        decidedAt = now;
        for (CommandRequest command : more) {
            outcomes.add(outcome(command));
            commands.add(command);
            weight += command.productIds().size();
        }
    }

    private LongFunction<CommandOutcome> outcome(CommandRequest command) {
        String key = command.idempotencyKey();
        if (key == null) {
            return decide(command);
        }
        Receipt receipt = knownReceipts.get(key);
        if (receipt != null) {
            if (receipt.unreadable() != null) {
                return new Failure(receipt.unreadable());
            }
            CommandOutcome outcome =
                    receipt.fingerprint().equals(command.fingerprint())
                            ? Replayed.of(receipt)
                            : new Refused(new IdempotencyKeyReused(key));
            return _ -> outcome;
        }
        if (recordedKeys.contains(key)) {
            // The commands differ: InFlightKeys submits the same command only once at a time.
            return _ -> new Refused(new IdempotencyKeyReused(key));
        }
        keys.add(key);
        int firstEvent = events.size();
        LongFunction<CommandOutcome> outcome = decide(command);
        int eventCount = events.size() - firstEvent;
        if (eventCount > 0) {
            recordedKeys.add(key);
            receipts.add(new NewReceipt(key, command.fingerprint(), firstEvent, eventCount));
        }
        return outcome;
    }

    /** Decides and applies one command. A bug fails this command alone and leaves no trace. */
    private LongFunction<CommandOutcome> decide(CommandRequest command) {
        int firstEvent = events.size();
        var commandMarks = new long[command.productIds().size()];
        int marked = 0;
        for (String productId : command.productIds()) {
            commandMarks[marked++] = include(productId).mark();
        }
        try {
            if (lacksProductsOfOrder(command)) {
                return new Undecided(command);
            }
            return switch (command.decide(this::product, cache.epoch(), decidedAt)) {
                case Acceptance(List<InventoryEvent> accepted) when accepted.isEmpty() ->
                        unchanged(command, firstEvent);
                case Acceptance(List<InventoryEvent> accepted) -> {
                    apply(accepted, command.metadata(ids.get()));
                    int end = events.size();
                    List<StreamEvent> recorded = List.copyOf(events.subList(firstEvent, end));
                    yield firstPosition -> new Recorded(firstPosition + end - 1, recorded);
                }
                case ShipmentsMissing _ -> {
                    rememberShipments(command);
                    yield new Undecided(command);
                }
                case Refusal refusal -> _ -> new Refused(refusal);
            };
        } catch (RuntimeException bug) {
            marked = 0;
            for (String productId : command.productIds()) {
                product(productId).undo(commandMarks[marked++]);
            }
            events.subList(firstEvent, events.size()).clear();
            ordersOfBatch.forget();
            return new Failure(bug);
        }
    }

    private LongFunction<CommandOutcome> unchanged(CommandRequest command, int end) {
        var versions = new HashMap<String, Long>();
        command.productIds().forEach(id -> versions.put(id, product(id).version()));
        return firstPosition -> new Unchanged(firstPosition + end - 1, versions);
    }

    /**
     * Whether the products of a whole order have to be looked up: for the first time, or because an
     * earlier command of this batch gives the order more products. The append finds out whether the
     * log gave it more.
     */
    private boolean lacksProductsOfOrder(CommandRequest command) {
        String orderId = command.wholeOrder();
        if (orderId == null) {
            return false;
        }
        Set<String> found = command.productsOfWholeOrder(orderId, cache.epoch());
        if (found == null || !found.containsAll(ordersOfBatch.productsOf(orderId, events))) {
            return true;
        }
        productsOfOrders.merge(orderId, found.size(), Math::min);
        return false;
    }

    /** Lets the products remember their shipments until the command has its outcome. */
    private void rememberShipments(CommandRequest command) {
        for (String productId : command.productIds()) {
            CachedProduct cached = Objects.requireNonNull(marks.get(productId)).cached;
            cached.rememberShipments();
            var _ = command.outcome().whenComplete((_, _) -> cached.forgetShipments());
        }
    }

    private void apply(List<InventoryEvent> accepted, EventMetadata metadata) {
        for (InventoryEvent event : accepted) {
            Product product = product(event.productId());
            product.apply(event, decidedAt);
            events.add(
                    new StreamEvent(
                            ids.get(),
                            product.productId(),
                            product.version(),
                            decidedAt,
                            event,
                            metadata));
        }
    }

    /** Adds the product to the batch; it stays in memory until the batch has ended. */
    private Product include(String productId) {
        UndoMarks known = marks.get(productId);
        if (known != null) {
            return known.cached.product();
        }
        CachedProduct cached = cache.require(productId);
        cached.batches++;
        products.add(cached);
        marks.put(productId, new UndoMarks(cached));
        expectedVersions.put(productId, cached.product().version());
        return cached.product();
    }

    private Product product(String productId) {
        return Objects.requireNonNull(marks.get(productId)).cached.product();
    }

    // Appending

    /** Closes the batch: no more commands are added, and the next batch may build on it. */
    void close() {
        marks.values().forEach(each -> each.after = each.cached.product().mark());
        knownLog = cache.knownLog(products);
        anchor = cache.anchor();
    }

    /** Copies the products that are due for a snapshot, before later decisions change them. */
    void copySnapshots(SnapshotWriter writer) {
        snapshots = writer.copyDue(products, expectedVersions);
    }

    List<CommandRequest> commands() {
        return commands;
    }

    /** The number of products that its commands name, repeats included. */
    int weight() {
        return weight;
    }

    /** The products of the batch, with its decisions applied. */
    Collection<CachedProduct> products() {
        return products;
    }

    @Override
    public Map<String, Long> expectedVersions() {
        return expectedVersions;
    }

    @Override
    public List<StreamEvent> events() {
        return events;
    }

    @Override
    public Set<String> keys() {
        return keys;
    }

    @Override
    public Map<String, Integer> productsOfOrders() {
        return productsOfOrders;
    }

    @Override
    public List<NewReceipt> receipts() {
        return receipts;
    }

    @Override
    public @Nullable LogAnchor anchor() {
        return anchor;
    }

    @Override
    public @Nullable KnownLog knownLog() {
        return knownLog;
    }

    // Ending

    /** Undoes the decisions in the products. No other batch may build on this one. */
    void undo() {
        marks.values().forEach(each -> each.cached.product().undo(each.before));
        end();
    }

    /** Makes the decisions final in the products, after the append. */
    void keep() {
        marks.values().forEach(each -> each.cached.product().keep(each.after));
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            products.forEach(cached -> cached.batches--);
        }
    }

    /**
     * Completes the outcomes of all commands that are decided, has the orders of the others looked
     * up, passes the snapshots to their writer, and counts reservations again.
     */
    void complete(Success append, SnapshotWriter writer, WriterMetrics metrics) {
        for (int i = 0; i < commands.size(); i++) {
            complete(commands.get(i), outcomes.get(i), append.firstPosition(), metrics);
        }
        if (anchor != null) {
            writer.offer(anchor.epoch(), snapshots);
        }
        products.forEach(cache::weigh);
    }

    private void complete(
            CommandRequest request,
            LongFunction<CommandOutcome> decided,
            long firstPosition,
            WriterMetrics metrics) {
        if (decided instanceof Failure(RuntimeException bug)) {
            metrics.failed(request.command());
            request.outcome().completeExceptionally(bug);
            return;
        }
        if (decided instanceof Undecided) {
            orderLookUps.accept(request);
            return;
        }
        CommandOutcome outcome = decided.apply(firstPosition);
        switch (outcome) {
            case Recorded _ -> metrics.recorded(request.command());
            case Replayed _ -> metrics.replayed(request.command());
            case Unchanged _ -> metrics.unchanged(request.command());
            case Refused(Refusal refusal) -> metrics.refused(request.command(), refusal);
        }
        request.outcome().complete(outcome);
    }
}
