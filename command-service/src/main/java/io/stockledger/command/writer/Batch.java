package io.stockledger.command.writer;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Decision;
import io.stockledger.command.domain.Decision.Accepted;
import io.stockledger.command.domain.Decision.Refused;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderDecisions;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductDecisions;
import io.stockledger.command.domain.Refusal;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendBatch.Followed;
import io.stockledger.command.eventstore.AppendBatch.NewReceipt;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.NewEvent;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.command.writer.CommandOutcome.Recorded;
import io.stockledger.command.writer.CommandOutcome.RecordedEvent;
import io.stockledger.events.EventEnvelope;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The decisions on one batch. They are applied to the products in memory at once, so that each
 * command sees the ones before it, and are taken back where the batch cannot be appended. Nobody is
 * told of a decision before the append has confirmed the versions it rests on, not even of a
 * refusal. Once it is closed, the batch after it may be decided on top of it.
 */
final class Batch {

    private final List<PendingCommand> commands = new ArrayList<>();
    private final Function<String, CachedProduct> cached;
    private final Map<String, Receipt> known;
    private final Supplier<UUID> ids;
    private final Map<String, Taken> products = new LinkedHashMap<>();
    private final List<CachedProduct> inOrder = new ArrayList<>();
    private final Map<String, Long> versionsBefore = new LinkedHashMap<>();
    private final List<NewEvent> events = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private final List<NewReceipt> receipts = new ArrayList<>();

    private final Set<String> acceptedKeys = new HashSet<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private int weight;
    private boolean ended;

    /** A product of the batch and its marks before and after the batch's decisions. */
    private static final class Taken {
        private final CachedProduct cached;
        private final long markBefore;
        private long markAfter;

        Taken(CachedProduct cached) {
            this.cached = cached;
            this.markBefore = cached.product().mark();
        }
    }

    private sealed interface Verdict {
        record Records(int firstEvent, int eventCount) implements Verdict {}

        record Refuses(CommandOutcome.Refused outcome) implements Verdict {}

        /** The key's command was recorded earlier. */
        record Replays(Recorded outcome) implements Verdict {}

        record Fails(RuntimeException bug) implements Verdict {}
    }

    /**
     * An empty batch.
     *
     * @param cached gives the product in memory that a command is about
     * @param known what keys of the commands stand for already
     */
    Batch(Function<String, CachedProduct> cached, Map<String, Receipt> known, Supplier<UUID> ids) {
        this.cached = cached;
        this.known = known;
        this.ids = ids;
    }

    /** Decides more commands, in order, as of that instant, which is not before the last one's. */
    void add(List<PendingCommand> more, Instant decidedAt) {
        now = decidedAt;
        for (PendingCommand command : more) {
            verdicts.add(verdict(command));
            commands.add(command);
            weight += command.productIds().size();
        }
    }

    /** No more commands will be added. */
    Batch close() {
        products.values().forEach(taken -> taken.markAfter = taken.cached.product().mark());
        return this;
    }

    AppendBatch toAppend(@Nullable Followed followed) {
        return new AppendBatch(versionsBefore, events, keys, receipts, followed);
    }

    List<PendingCommand> commands() {
        return commands;
    }

    /** How many products its commands name, repeats among them. */
    int weight() {
        return weight;
    }

    /** All keys of its commands, also those that are known. */
    Set<String> keysAsked() {
        var asked = new LinkedHashSet<String>();
        for (PendingCommand command : commands) {
            String key = command.request().idempotencyKey();
            if (key != null) {
                asked.add(key);
            }
        }
        return asked;
    }

    /** The version of every product of the batch, as its decisions found it. */
    Map<String, Long> versionsBefore() {
        return versionsBefore;
    }

    /** The products of the batch, as its decisions left them. */
    Collection<CachedProduct> products() {
        return inOrder;
    }

    int eventCount() {
        return events.size();
    }

    /** Whether these events of the log hold the batch's own: a batch is written whole or not. */
    boolean isAmong(List<EventEnvelope> written) {
        return !events.isEmpty()
                && written.stream()
                        .anyMatch(event -> event.eventId().equals(events.getFirst().eventId()));
    }

    /** Takes the decisions back: the products are again as they were. No batch rests on them. */
    void undo() {
        products.values().forEach(taken -> taken.cached.product().undo(taken.markBefore));
        end();
    }

    /** Makes the decisions final, now that they are durable. */
    void keep() {
        products.values().forEach(taken -> taken.cached.product().keep(taken.markAfter));
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            inOrder.forEach(cached -> cached.batches--);
        }
    }

    /** Tells everyone who waits what became of his command. */
    void announce(Appended appended, WriterMetrics metrics) {
        for (int i = 0; i < commands.size(); i++) {
            PendingCommand command = commands.get(i);
            Command asked = command.request().command();
            switch (verdicts.get(i)) {
                case Verdict.Records records -> {
                    metrics.recorded(asked);
                    command.outcome().complete(recorded(records, appended));
                }
                case Verdict.Refuses(CommandOutcome.Refused outcome) -> {
                    metrics.refused(asked, outcome.refusal());
                    command.outcome().complete(outcome);
                }
                case Verdict.Replays(Recorded outcome) -> {
                    metrics.replayed(asked);
                    command.outcome().complete(outcome);
                }
                case Verdict.Fails(RuntimeException bug) -> {
                    metrics.failed(asked);
                    command.outcome().completeExceptionally(bug);
                }
            }
        }
    }

    private Recorded recorded(Verdict.Records records, Appended appended) {
        int end = records.firstEvent + records.eventCount;
        return new Recorded(
                appended.firstPosition() + end - 1,
                events.subList(records.firstEvent, end).stream()
                        .map(e -> new RecordedEvent(e.eventId(), e.sequenceNumber(), e.payload()))
                        .toList(),
                false);
    }

    private Verdict verdict(PendingCommand command) {
        String key = command.request().idempotencyKey();
        if (key == null) {
            return decide(command);
        }
        Receipt receipt = known.get(key);
        if (receipt != null) {
            return receipt.fingerprint().equals(command.fingerprint())
                    ? new Verdict.Replays(replayed(receipt))
                    : refused(new IdempotencyKeyReused(key));
        }
        // Another command: the same one does not get in twice at once, see InFlightKeys.
        if (acceptedKeys.contains(key)) {
            return refused(new IdempotencyKeyReused(key));
        }
        keys.add(key);
        Verdict verdict = decide(command);
        if (verdict instanceof Verdict.Records records && records.eventCount > 0) {
            acceptedKeys.add(key);
            receipts.add(
                    new NewReceipt(
                            key,
                            Objects.requireNonNull(command.fingerprint()),
                            records.firstEvent,
                            records.eventCount));
        }
        return verdict;
    }

    private Verdict decide(PendingCommand command) {
        int eventsBefore = events.size();
        var marks = new long[command.productIds().size()];
        int marked = 0;
        for (String productId : command.productIds()) {
            marks[marked++] = take(productId).mark();
        }
        try {
            return switch (decision(command.request())) {
                case Accepted(List<InventoryEvent> accepted) -> {
                    record(accepted, metadata(command.request()));
                    yield new Verdict.Records(eventsBefore, accepted.size());
                }
                case Refused(Refusal refusal) -> refused(refusal);
            };
        } catch (RuntimeException bug) {
            marked = 0;
            for (String productId : command.productIds()) {
                product(productId).undo(marks[marked++]);
            }
            events.subList(eventsBefore, events.size()).clear();
            return new Verdict.Fails(bug);
        }
    }

    /** The product, which from now on is one of the batch's. */
    private Product take(String productId) {
        Taken known = products.get(productId);
        if (known != null) {
            return known.cached.product();
        }
        CachedProduct taken = cached.apply(productId);
        taken.batches++;
        inOrder.add(taken);
        products.put(productId, new Taken(taken));
        versionsBefore.put(productId, taken.product().version());
        return taken.product();
    }

    private Product product(String productId) {
        return Objects.requireNonNull(products.get(productId)).cached.product();
    }

    private Decision decision(CommandRequest request) {
        return switch (request.command()) {
            case ProductCommand c ->
                    ProductDecisions.decide(
                            product(c.productId()), c, request.expectedVersion(), now);
            case OrderCommand c -> OrderDecisions.decide(productsOf(c), c, now);
        };
    }

    private Map<String, Product> productsOf(OrderCommand command) {
        var ofOrder = new HashMap<String, Product>();
        command.productIds().forEach(id -> ofOrder.put(id, product(id)));
        return ofOrder;
    }

    private void record(List<InventoryEvent> accepted, EventMetadata metadata) {
        for (InventoryEvent event : accepted) {
            Product changed = product(event.productId());
            changed.apply(event, now);
            events.add(
                    new NewEvent(
                            ids.get(),
                            changed.productId(),
                            changed.version(),
                            now,
                            event,
                            metadata));
        }
    }

    private static Verdict refused(Refusal refusal) {
        return new Verdict.Refuses(new CommandOutcome.Refused(refusal));
    }

    private static Recorded replayed(Receipt receipt) {
        List<EventEnvelope> events = receipt.events();
        return new Recorded(
                events.getLast().position(),
                events.stream()
                        .map(e -> new RecordedEvent(e.eventId(), e.sequenceNumber(), e.payload()))
                        .toList(),
                true);
    }

    private EventMetadata metadata(CommandRequest request) {
        return new EventMetadata(
                ids.get().toString(),
                request.correlationId(),
                request.actor(),
                request.traceparent(),
                request.command() instanceof CountStock count ? count.reference() : null);
    }
}
