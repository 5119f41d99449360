package io.stockledger.command.processing;

import io.stockledger.command.domain.Decision.Accepted;
import io.stockledger.command.domain.Decision.Refused;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductDecisions;
import io.stockledger.command.eventstore.AppendBatch;
import io.stockledger.command.eventstore.AppendResult.Appended;
import io.stockledger.command.eventstore.NewEvent;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.EventType;
import io.stockledger.events.InventoryEvent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The decisions on one batch. They are applied to the products in memory at once, so that each
 * command sees the ones before it, and are taken back where the batch cannot be appended. Nobody is
 * told of a decision before the append has confirmed the versions it rests on, not even of a
 * refusal.
 */
final class BatchDecision {

    private final List<PendingCommand> commands;
    private final Instant now;
    private final Supplier<UUID> ids;
    private final Map<String, Product> products = new LinkedHashMap<>();
    private final Map<String, Long> versionsBefore = new LinkedHashMap<>();
    private final List<NewEvent> events = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    private sealed interface Verdict {
        record Records(int eventIndex) implements Verdict {}

        record Refuses(CommandOutcome.Refused outcome) implements Verdict {}

        record Fails(RuntimeException bug) implements Verdict {}
    }

    /**
     * Decides the commands in order.
     *
     * @param product gives the product in memory that a command is about
     */
    BatchDecision(
            List<PendingCommand> commands,
            Function<String, Product> product,
            Instant now,
            Supplier<UUID> ids) {
        this.commands = commands;
        this.now = now;
        this.ids = ids;
        for (PendingCommand command : commands) {
            Product about = products.computeIfAbsent(command.productId(), product);
            versionsBefore.putIfAbsent(about.productId(), about.version());
            verdicts.add(decide(about, command.request()));
        }
    }

    AppendBatch toAppend() {
        return new AppendBatch(versionsBefore, events);
    }

    /** The version of every product of the batch, as its decisions found it. */
    Map<String, Long> versionsBefore() {
        return versionsBefore;
    }

    /** The products of the batch, as its decisions left them. */
    Iterable<Product> products() {
        return products.values();
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

    /** Takes the decisions back: the products are again as they were. */
    void undo() {
        products.values().forEach(product -> product.undo(0));
    }

    /** Makes the decisions final, now that they are durable. */
    void keep() {
        products.values().forEach(Product::keep);
    }

    /** Tells everyone who waits what became of his command. */
    void announce(Appended appended, ProcessingMetrics metrics) {
        for (int i = 0; i < commands.size(); i++) {
            PendingCommand command = commands.get(i);
            switch (verdicts.get(i)) {
                case Verdict.Records(int eventIndex) -> {
                    metrics.recorded(command.request().command());
                    command.outcome().complete(recorded(eventIndex, appended));
                }
                case Verdict.Refuses(CommandOutcome.Refused outcome) -> {
                    metrics.refused(command.request().command(), outcome.rejection());
                    command.outcome().complete(outcome);
                }
                case Verdict.Fails(RuntimeException bug) -> {
                    metrics.failed(command.request().command());
                    command.outcome().completeExceptionally(bug);
                }
            }
        }
    }

    private CommandOutcome.Recorded recorded(int eventIndex, Appended appended) {
        NewEvent event = events.get(eventIndex);
        return new CommandOutcome.Recorded(
                event.streamId(),
                event.sequenceNumber(),
                appended.firstPosition() + eventIndex,
                event.eventId(),
                EventType.of(event.payload()).wireName());
    }

    private Verdict decide(Product product, CommandRequest request) {
        int before = product.mark();
        try {
            return switch (ProductDecisions.decide(
                    product, request.command(), request.expectedVersion())) {
                case Accepted(InventoryEvent event) -> {
                    product.apply(event, now);
                    events.add(
                            new NewEvent(
                                    ids.get(),
                                    product.productId(),
                                    product.version(),
                                    now,
                                    event,
                                    metadata(request)));
                    yield new Verdict.Records(events.size() - 1);
                }
                case Refused(var rejection) ->
                        new Verdict.Refuses(new CommandOutcome.Refused(rejection));
            };
        } catch (RuntimeException bug) {
            product.undo(before);
            return new Verdict.Fails(bug);
        }
    }

    private EventMetadata metadata(CommandRequest request) {
        ProductCommand command = request.command();
        return new EventMetadata(
                ids.get().toString(),
                request.correlationId(),
                request.actor(),
                request.traceparent(),
                command instanceof CountStock count ? count.reference() : null);
    }
}
