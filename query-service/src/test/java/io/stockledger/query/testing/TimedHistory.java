package io.stockledger.query.testing;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The history of one product over several days, as a command service with an expiry sweep records
 * it: a lapsed reservation does not change before the sweep records its expiry. Some events are
 * recorded by a clock that is slow. The same seed gives the same history.
 */
public final class TimedHistory {

    public static final String PRODUCT = "timed";

    /** The reservation of an order. */
    private record Reservation(long quantity, @Nullable Instant expiresAt) {
        boolean holdsAt(Instant now) {
            return expiresAt == null || expiresAt.isAfter(now);
        }
    }

    /** The figures of the product at an instant. */
    public record Figures(long version, long total, long reserved) {}

    private final Random random;
    private final List<EventEnvelope> events = new ArrayList<>();
    private final Map<String, Reservation> held = new TreeMap<>();
    private Instant now = Histories.START;
    private long total;

    public TimedHistory(long seed, int count) {
        random = new Random(seed);
        total = 500;
        add(new ProductRegistered(PRODUCT, "Timed thing", "T-1", total, "main"), now);
        while (events.size() < count) {
            now = now.plusMillis(1 + random.nextInt(1_200_000));
            step();
        }
    }

    public List<EventEnvelope> events() {
        return events;
    }

    /** The time of the last event. */
    public Instant end() {
        return now;
    }

    /** The figures at an instant, from the events up to it; empty before the first event. */
    public Optional<Figures> at(Instant instant) {
        var open = new TreeMap<String, Reservation>();
        long version = 0;
        long stock = 0;
        for (EventEnvelope event : events) {
            if (latestUpTo(event).isAfter(instant)) {
                break;
            }
            version = event.sequenceNumber();
            stock += stockChange(event.payload());
            hold(open, event.payload());
        }
        long reserved =
                open.values().stream()
                        .filter(h -> h.holdsAt(instant))
                        .mapToLong(Reservation::quantity)
                        .sum();
        return version == 0 ? Optional.empty() : Optional.of(new Figures(version, stock, reserved));
    }

    /** The latest time of the event and all events before it. */
    private Instant latestUpTo(EventEnvelope last) {
        return events.subList(0, (int) last.sequenceNumber()).stream()
                .map(EventEnvelope::occurredAt)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private void step() {
        for (var entry : List.copyOf(held.entrySet())) {
            if (!entry.getValue().holdsAt(now) && random.nextInt(3) == 0) {
                add(
                        new ReservationExpired(
                                PRODUCT, entry.getKey(), entry.getValue().quantity()),
                        now);
                return;
            }
        }
        String order = "timed-" + random.nextInt(12);
        Reservation of = held.get(order);
        if (of == null) {
            Instant expiresAt =
                    random.nextInt(4) == 0 ? null : now.plusMillis(1 + random.nextInt(10_000_000));
            add(new StockReserved(PRODUCT, order, 1L + random.nextInt(9), expiresAt), slow());
        } else if (!of.holdsAt(now)) {
            add(new StockReceived(PRODUCT, "main", 1L + random.nextInt(5), "delivery"), slow());
        } else {
            add(change(order, of), slow());
        }
    }

    private InventoryEvent change(String order, Reservation of) {
        return switch (random.nextInt(3)) {
            case 0 -> new ReservationCancelled(PRODUCT, order, of.quantity());
            case 1 ->
                    new ReservationExtended(
                            PRODUCT, order, now.plusMillis(1 + random.nextInt(10_000_000)));
            default -> new StockShipped(PRODUCT, order, "main", 1 + random.nextLong(of.quantity()));
        };
    }

    private Instant slow() {
        return random.nextInt(5) == 0 ? now.minusMillis(random.nextInt(1_000_000)) : now;
    }

    private void add(InventoryEvent event, Instant occurredAt) {
        long number = events.size() + 1L;
        hold(held, event);
        events.add(
                new EventEnvelope(
                        new UUID(0x7000L, number),
                        PRODUCT,
                        EventEnvelope.INVENTORY,
                        number,
                        number,
                        occurredAt,
                        event,
                        new EventMetadata("c-" + number, null, null, null, null)));
    }

    private static long stockChange(InventoryEvent event) {
        return switch (event) {
            case ProductRegistered e -> e.initialQuantity();
            case StockReceived e -> e.quantity();
            case StockShipped e -> -e.quantity();
            default -> 0;
        };
    }

    private static void hold(Map<String, Reservation> open, InventoryEvent event) {
        switch (event) {
            case StockReserved e ->
                    open.put(e.orderId(), new Reservation(e.quantity(), e.expiresAt()));
            case ReservationExtended e ->
                    open.computeIfPresent(
                            e.orderId(), (_, h) -> new Reservation(h.quantity(), e.expiresAt()));
            case ReservationCancelled e -> open.remove(e.orderId());
            case ReservationExpired e -> open.remove(e.orderId());
            case StockShipped e ->
                    open.computeIfPresent(
                            e.orderId(),
                            (_, h) ->
                                    h.quantity() == e.quantity()
                                            ? null
                                            : new Reservation(
                                                    h.quantity() - e.quantity(), h.expiresAt()));
            default -> {}
        }
    }
}
