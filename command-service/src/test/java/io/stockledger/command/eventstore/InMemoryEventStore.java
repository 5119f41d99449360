package io.stockledger.command.eventstore;

import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.ShipmentsAt;
import io.stockledger.command.eventstore.AppendBatch.NewReceipt;
import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.LogEpoch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** An event store that keeps its log in memory. One lock replaces the lock on the log's head. */
public final class InMemoryEventStore implements EventStore {

    private final List<EventEnvelope> log = new ArrayList<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Receipt> receipts = new HashMap<>();
    private LogEpoch epoch = new LogEpoch(UUID.randomUUID(), 1);

    /** Puts the log back to its first events and starts the next epoch. */
    public synchronized void putBackTo(int position) {
        log.subList(position, log.size()).clear();
        versions.clear();
        log.forEach(event -> versions.merge(event.aggregateId(), 1L, Long::sum));
        receipts.clear();
        epoch = new LogEpoch(UUID.randomUUID(), epoch.number() + 1);
    }

    @Override
    public synchronized LogEpoch epoch() {
        return epoch;
    }

    private void checkEpoch(@Nullable LogAnchor anchor) {
        if (anchor != null && !anchor.epoch().equals(epoch)) {
            throw new NewLogEpochException();
        }
    }

    @Override
    public synchronized AppendResult append(AppendBatch batch) {
        checkEpoch(batch.anchor());
        var conflicts = new ArrayList<VersionConflict>();
        batch.expectedVersions()
                .forEach(
                        (stream, expected) -> {
                            if (isConfirmed(stream, batch.knownLog())) {
                                return;
                            }
                            long actual = versions.getOrDefault(stream, 0L);
                            if (actual != expected) {
                                conflicts.add(new VersionConflict(stream, expected, actual));
                            }
                        });
        Set<String> known = new LinkedHashSet<>(batch.keys());
        known.retainAll(receipts.keySet());
        Set<String> changed = changedOrders(batch.productsOfOrders());
        return conflicts.isEmpty() && known.isEmpty() && changed.isEmpty()
                ? write(batch)
                : new Conflict(conflicts, known, changed);
    }

    @Override
    public synchronized Success appendExclusively(
            @Nullable LogAnchor anchor,
            long knownPosition,
            Function<NewerEvents, AppendBatch> decide) {
        checkEpoch(anchor);
        boolean isNear = knownPosition >= 0 && log.size() - knownPosition <= NEWER_EVENTS_MAX;
        List<EventEnvelope> after =
                isNear ? List.copyOf(log.subList((int) knownPosition, log.size())) : List.of();
        AppendResult result =
                append(decide.apply(NewerEvents.since(log.size(), headEventId(), after, Set.of())));
        var conflicts = new LockedConflicts();
        while (result instanceof Conflict conflict) {
            conflicts.add(conflict);
            result = append(decide.apply(newer(conflict)));
        }
        return (Success) result;
    }

    private NewerEvents newer(Conflict conflict) {
        StaleStreams stale = StaleStreams.of(conflict);
        var events = new ArrayList<>(loadSince(stale.near(), NEWER_EVENTS_MAX));
        events.addAll(loadSince(stale.far(), 1));
        Map<String, Receipt> known = new HashMap<>(receipts);
        known.keySet().retainAll(conflict.knownKeys());
        return new NewerEvents(
                log.size(),
                headEventId(),
                events,
                stale.far().keySet(),
                known,
                conflict.changedOrders());
    }

    private Set<String> changedOrders(Map<String, Integer> expected) {
        Map<String, Set<String>> present = productsOfOrders(expected.keySet()).productIds();
        var changed = new HashSet<String>();
        expected.forEach(
                (order, count) -> {
                    if (present.getOrDefault(order, Set.of()).size() != count) {
                        changed.add(order);
                    }
                });
        return changed;
    }

    private @Nullable UUID headEventId() {
        return log.isEmpty() ? null : log.getLast().eventId();
    }

    @Override
    public synchronized Optional<Success> outcomeOf(StreamEvent firstEvent) {
        return log.stream()
                .filter(event -> event.eventId().equals(firstEvent.eventId()))
                .findFirst()
                .map(event -> new Success(event.position()));
    }

    @Override
    public synchronized List<EventEnvelope> loadSince(
            Map<String, Long> sinceVersions, int eventsPerStreamMax) {
        var counts = new HashMap<String, Integer>();
        var found = new ArrayList<EventEnvelope>();
        for (EventEnvelope event : log) {
            Long since = sinceVersions.get(event.aggregateId());
            if (since != null
                    && event.sequenceNumber() > since
                    && counts.merge(event.aggregateId(), 1, Integer::sum) <= eventsPerStreamMax) {
                found.add(event);
            }
        }
        return found;
    }

    @Override
    public synchronized Map<String, Receipt> receipts(Collection<String> keys) {
        Map<String, Receipt> known = new HashMap<>(receipts);
        known.keySet().retainAll(keys);
        return known;
    }

    @Override
    public synchronized RecordedShipments shipments(Map<ProductOfOrder, Long> upToVersions) {
        var shipments = new HashMap<ProductOfOrder, ShipmentsAt>();
        upToVersions.forEach(
                (asked, upTo) -> {
                    long shipped = 0;
                    long returned = 0;
                    for (EventEnvelope event : log) {
                        if (!event.aggregateId().equals(asked.productId())
                                || event.sequenceNumber() > upTo) {
                            continue;
                        }
                        if (event.payload() instanceof StockShipped e
                                && e.orderId().equals(asked.orderId())) {
                            shipped += e.quantity();
                        } else if (event.payload() instanceof StockReturned e
                                && e.orderId().equals(asked.orderId())) {
                            returned += e.quantity();
                        }
                    }
                    long version = Math.min(upTo, versions.getOrDefault(asked.productId(), 0L));
                    shipments.put(
                            asked, new ShipmentsAt(version, new OrderShipments(shipped, returned)));
                });
        return new RecordedShipments(epoch, shipments);
    }

    @Override
    public synchronized ProductsOfOrders productsOfOrders(Collection<String> orderIds) {
        var products = new HashMap<String, Set<String>>();
        orderIds.forEach(orderId -> products.put(orderId, new LinkedHashSet<>()));
        for (EventEnvelope event : log) {
            String orderId =
                    switch (event.payload()) {
                        case StockReserved e -> e.orderId();
                        case ReservationReassigned e -> e.toOrderId();
                        default -> null;
                    };
            Set<String> ofOrder = products.get(orderId);
            if (ofOrder != null) {
                ofOrder.add(event.aggregateId());
            }
        }
        return new ProductsOfOrders(epoch, products);
    }

    /** As in Postgres, confirmed versions are not checked if the log ends at the known position. */
    private boolean isConfirmed(String stream, @Nullable KnownLog known) {
        return known != null
                && known.position() == log.size()
                && !known.unconfirmed().contains(stream);
    }

    /** The whole log, in order. */
    public synchronized List<EventEnvelope> all() {
        return List.copyOf(log);
    }

    private Success write(AppendBatch batch) {
        long first = log.size() + 1L;
        // As in a database, a duplicate sequence number must leave no trace.
        var next = new HashMap<>(versions);
        for (StreamEvent event : batch.events()) {
            if (next.getOrDefault(event.streamId(), 0L) >= event.sequenceNumber()) {
                throw new EventStoreException(
                        "the stream has an event with that sequence number",
                        new IllegalArgumentException(event.toString()));
            }
            next.put(event.streamId(), event.sequenceNumber());
        }
        for (StreamEvent event : batch.events()) {
            log.add(
                    new EventEnvelope(
                            event.eventId(),
                            event.streamId(),
                            EventEnvelope.INVENTORY,
                            event.sequenceNumber(),
                            log.size() + 1L,
                            event.occurredAt(),
                            event.payload(),
                            event.metadata()));
        }
        versions.putAll(next);
        for (NewReceipt receipt : batch.receipts()) {
            long begin = first - 1 + receipt.firstEvent();
            receipts.put(
                    receipt.key(),
                    new Receipt(
                            receipt.key(),
                            receipt.fingerprint(),
                            List.copyOf(
                                    log.subList((int) begin, (int) begin + receipt.eventCount())),
                            null));
        }
        return new Success(first);
    }
}
