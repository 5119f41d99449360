package io.stockledger.command.writer;

import io.stockledger.command.domain.Decision.Acceptance;
import io.stockledger.command.domain.Decision.ShipmentsMissing;
import io.stockledger.command.domain.Product;
import io.stockledger.command.domain.Refusal;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.domain.ReturnCommand;
import io.stockledger.command.eventstore.EventStore;
import io.stockledger.command.eventstore.NewLogEpochException;
import io.stockledger.command.eventstore.ProductOfOrder;
import io.stockledger.command.eventstore.ProductRepository;
import io.stockledger.command.eventstore.Receipt;
import io.stockledger.command.eventstore.RecordedShipments;
import io.stockledger.command.writer.CommandOutcome.DryRunOutcome;
import io.stockledger.command.writer.CommandOutcome.Foreseen;
import io.stockledger.command.writer.CommandOutcome.ForeseenEvent;
import io.stockledger.command.writer.CommandOutcome.Refused;
import io.stockledger.command.writer.CommandOutcome.Replayed;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Decides commands without recording anything, by the same rules as the writer loop. A dry run
 * rests on durable state only: its products are loaded from the event store, and the products in
 * the memory of the writer loop, whose last decisions may still be undone, are not used. The
 * command itself may be decided differently later, because other commands may come first.
 * Thread-safe.
 */
public final class DryRuns {

    /** Few, so that dry runs leave enough connections to the writer loop. */
    private static final int RUNNING_MAX = 3;

    private final EventStore events;
    private final ProductRepository products;
    private final Clock clock;
    private final long waitMsMax;
    private final Semaphore running = new Semaphore(RUNNING_MAX);

    /**
     * Dry runs on this event store.
     *
     * @param waitMsMax the longest time, in milliseconds, that a dry run waits for others; at most
     *     3 run at once
     */
    public DryRuns(EventStore events, ProductRepository products, Clock clock, long waitMsMax) {
        this.events = events;
        this.products = products;
        this.clock = clock;
        this.waitMsMax = waitMsMax;
    }

    /**
     * Decides a command on the present state. A known idempotency key replays its outcome, or is
     * refused for another command, as it is without dry run; a key that is not known stays free.
     *
     * @param completion adds to the command the data from the event log that it needs; a command on
     *     a whole order is decided on the products that were looked up for it. It is called once
     *     this dry run counts among those that run, so that its reads are limited too
     * @throws OverloadedException if too many dry runs are running
     * @throws io.stockledger.command.eventstore.EventStoreException if the store does not answer
     * @throws io.stockledger.events.UnreadableEventException if an event of a product or of the key
     *     cannot be read
     */
    public DryRunOutcome decide(CommandRequest request, UnaryOperator<CommandRequest> completion) {
        boolean entered;
        try {
            entered = running.tryAcquire(waitMsMax, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            entered = false;
        }
        if (!entered) {
            throw new OverloadedException("too many dry runs are running");
        }
        try {
            CommandRequest complete = completion.apply(request);
            DryRunOutcome known = outcomeOfKey(complete);
            return known != null ? known : foresee(complete);
        } finally {
            running.release();
        }
    }

    private @Nullable DryRunOutcome outcomeOfKey(CommandRequest request) {
        String key = request.idempotencyKey();
        Receipt receipt = key == null ? null : events.receipts(List.of(key)).get(key);
        if (receipt == null) {
            return null;
        }
        if (receipt.unreadable() != null) {
            throw receipt.unreadable();
        }
        return receipt.fingerprint().equals(request.fingerprint())
                ? Replayed.of(receipt)
                : new Refused(new IdempotencyKeyReused(receipt.key()));
    }

    private DryRunOutcome foresee(CommandRequest request) {
        Map<String, Product> loaded = products.load(request.productIds());
        LogEpoch epoch = null;
        if (request.command() instanceof ReturnCommand command) {
            RecordedShipments found = events.shipments(asOf(loaded, command.orderId()));
            request.setShipments(found);
            epoch = found.epoch();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return switch (request.decide(id -> Objects.requireNonNull(loaded.get(id)), epoch, now)) {
            case Acceptance(List<InventoryEvent> accepted) -> foreseen(loaded, accepted);
            case Refusal refusal -> new Refused(refusal);
            // The log was restored to an earlier moment after the products were loaded.
            case ShipmentsMissing _ -> throw new NewLogEpochException();
        };
    }

    private static Map<ProductOfOrder, Long> asOf(Map<String, Product> loaded, String orderId) {
        var versions = new HashMap<ProductOfOrder, Long>();
        loaded.values()
                .forEach(
                        product ->
                                versions.put(
                                        new ProductOfOrder(product.productId(), orderId),
                                        product.version()));
        return versions;
    }

    private static Foreseen foreseen(Map<String, Product> loaded, List<InventoryEvent> accepted) {
        var versions = new HashMap<String, Long>();
        loaded.values().forEach(each -> versions.put(each.productId(), each.version()));
        var next = new HashMap<>(versions);
        var foreseen = new ArrayList<ForeseenEvent>(accepted.size());
        for (InventoryEvent event : accepted) {
            long sequenceNumber = next.merge(event.productId(), 1L, Long::sum);
            foreseen.add(new ForeseenEvent(event, sequenceNumber));
        }
        return new Foreseen(foreseen, versions);
    }
}
