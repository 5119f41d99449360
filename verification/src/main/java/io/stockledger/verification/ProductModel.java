package io.stockledger.verification;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The state of one product by its events. Every event is checked against the rules of the contract
 * before it is applied, so that a history with an impossible event is found at that event. Memory
 * grows with the orders of the product, by about 50 bytes for each that holds nothing any more. Not
 * thread-safe.
 */
public final class ProductModel {

    /** The largest quantity and the largest total: 2^53 - 1. */
    static final long QUANTITY_MAX = (1L << 53) - 1;

    private final String productId;
    private final SortedMap<String, Long> warehouses = new TreeMap<>();
    private final Map<String, ModelLine> openLines = new HashMap<>();
    private final ClosedLines closedLines = new ClosedLines();

    /** The reserved quantity of the open lines with an end, by that end. */
    private final TreeMap<Instant, Long> reservedByEnd = new TreeMap<>();

    private String name = "";
    private String sku = "";
    private long totalStock;
    private long reservedStock;
    private long version;
    private long position;
    private @Nullable UUID lastEventId;
    private Instant updatedAt = Instant.EPOCH;
    private Instant latest = Instant.EPOCH;

    /** A product before its first event. */
    public ProductModel(String productId) {
        this.productId = productId;
    }

    /**
     * Applies the next event.
     *
     * @throws ContradictionException if the event breaks a rule; the state is then undefined, and
     *     no further event may be applied
     */
    public void apply(EventEnvelope event) {
        require(
                event.sequenceNumber() == version + 1,
                () -> "sequence number %d follows %d".formatted(event.sequenceNumber(), version));
        require(
                event.aggregateId().equals(productId)
                        && event.payload().productId().equals(productId),
                () -> "the payload is about product '%s'".formatted(event.payload().productId()));
        require(
                event.position() > position,
                () -> "position %d follows %d".formatted(event.position(), position));
        require(
                version > 0 == !(event.payload() instanceof ProductRegistered),
                () ->
                        version == 0
                                ? "the first event is no registration"
                                : "the product is registered twice");
        apply(event.payload(), event.occurredAt());
        version++;
        position = event.position();
        lastEventId = event.eventId();
        updatedAt = event.occurredAt();
        latest = updatedAt.isAfter(latest) ? updatedAt : latest;
    }

    private void apply(InventoryEvent event, Instant occurredAt) {
        switch (event) {
            case ProductRegistered e -> {
                name = e.name();
                sku = e.sku();
                add(e.warehouseId(), e.initialQuantity());
            }
            case StockReceived e -> add(e.warehouseId(), positive(e.quantity()));
            case StockReserved e -> reserve(e, occurredAt);
            case ReservationExtended e ->
                    replace(e.orderId(), open(e.orderId()).extendedTo(e.expiresAt()));
            case ReservationCancelled e -> {
                ModelLine line = open(e.orderId());
                requireAll(line, e.quantity(), "cancelled");
                replace(e.orderId(), line.released(e.quantity(), "cancelled"));
            }
            case ReservationExpired e -> expire(e, occurredAt);
            case StockShipped e -> {
                ModelLine line = open(e.orderId());
                require(
                        positive(e.quantity()) <= line.reserved(),
                        () ->
                                "%d are shipped for order '%s', and %d are reserved"
                                        .formatted(e.quantity(), e.orderId(), line.reserved()));
                remove(e.warehouseId(), e.quantity());
                replace(e.orderId(), line.shipped(e.quantity()));
            }
            case StockAdjusted e -> {
                long before = warehouses.getOrDefault(e.warehouseId(), 0L);
                require(
                        before == e.oldQuantity(),
                        () ->
                                "warehouse '%s' is adjusted from %d, and it holds %d"
                                        .formatted(e.warehouseId(), e.oldQuantity(), before));
                add(e.warehouseId(), e.newQuantity() - before);
            }
            case StockTransferred e -> {
                remove(e.fromWarehouseId(), positive(e.quantity()));
                add(e.toWarehouseId(), e.quantity());
            }
        }
    }

    private void reserve(StockReserved event, Instant occurredAt) {
        ModelLine line = line(event.orderId());
        require(
                !line.isOpen(),
                () ->
                        "order '%s' reserves again, and it still holds %d"
                                .formatted(event.orderId(), line.reserved()));
        long available = Math.max(0, totalStock - reservedAt(occurredAt));
        require(
                positive(event.quantity()) <= available,
                () ->
                        "%d are reserved for order '%s', and %d are available"
                                .formatted(event.quantity(), event.orderId(), available));
        replace(event.orderId(), line.reserved(event.quantity(), event.expiresAt()));
    }

    private void expire(ReservationExpired event, Instant occurredAt) {
        ModelLine line = open(event.orderId());
        Instant end = line.expiresAt();
        require(
                end != null && !end.isAfter(occurredAt),
                () ->
                        "the reservation of order '%s' expires at %s, and its end is %s"
                                .formatted(event.orderId(), occurredAt, end));
        requireAll(line, event.quantity(), "expired");
        replace(event.orderId(), line.released(event.quantity(), "expired"));
    }

    private ModelLine open(String orderId) {
        ModelLine line = line(orderId);
        require(line.isOpen(), () -> "order '%s' holds no reservation".formatted(orderId));
        return line;
    }

    private static void requireAll(ModelLine line, long quantity, String end) {
        require(
                quantity == line.reserved(),
                () -> "%d of %d are %s".formatted(quantity, line.reserved(), end));
    }

    private void replace(String orderId, ModelLine after) {
        ModelLine before = openLines.remove(orderId);
        if (before == null) {
            closedLines.remove(orderId);
        } else {
            count(before, -before.reserved());
        }
        if (after.isOpen()) {
            openLines.put(orderId, after);
            count(after, after.reserved());
        } else {
            closedLines.add(orderId, after);
        }
    }

    private void count(ModelLine line, long change) {
        reservedStock += change;
        Instant end = line.expiresAt();
        if (end != null) {
            reservedByEnd.merge(end, change, (a, b) -> a + b == 0 ? null : (Long) (a + b));
        }
    }

    private void remove(String warehouseId, long quantity) {
        long held = warehouses.getOrDefault(warehouseId, 0L);
        require(
                quantity <= held,
                () ->
                        "%d leave warehouse '%s', and it holds %d"
                                .formatted(quantity, warehouseId, held));
        add(warehouseId, -quantity);
    }

    private void add(String warehouseId, long quantity) {
        warehouses.merge(warehouseId, quantity, Long::sum);
        totalStock += quantity;
        require(totalStock <= QUANTITY_MAX, () -> "the total is %d".formatted(totalStock));
    }

    private static long positive(long quantity) {
        require(
                quantity >= 1 && quantity <= QUANTITY_MAX,
                () -> "the quantity is %d".formatted(quantity));
        return quantity;
    }

    private static void require(boolean rule, Supplier<String> broken) {
        if (!rule) {
            throw new ContradictionException(broken.get());
        }
    }

    public String productId() {
        return productId;
    }

    public String name() {
        return name;
    }

    public String sku() {
        return sku;
    }

    /** The quantity in every warehouse that has ever held the product. */
    public SortedMap<String, Long> warehouses() {
        return Collections.unmodifiableSortedMap(warehouses);
    }

    /** The line of an order; one that is open and has no quantity if it never reserved any. */
    ModelLine line(String orderId) {
        ModelLine open = openLines.get(orderId);
        if (open != null) {
            return open;
        }
        ModelLine closed = closedLines.get(orderId);
        return closed == null ? ModelLine.none() : closed;
    }

    /** The orders that hold a reservation. */
    public Map<String, ModelLine> openLines() {
        return Collections.unmodifiableMap(openLines);
    }

    /** Shows every order that has ever reserved the product, in no order. */
    public <E extends Exception> void forEachLine(LineVisitor<E> visitor) throws E {
        for (Map.Entry<String, ModelLine> line : openLines.entrySet()) {
            visitor.visit(line.getKey(), line.getValue());
        }
        closedLines.forEach(visitor);
    }

    public long totalStock() {
        return totalStock;
    }

    /** The sum of all open reservations, also of those past their end. */
    public long reservedStock() {
        return reservedStock;
    }

    /** The sum of the open reservations that have not ended by this instant. */
    public long reservedAt(Instant now) {
        long lapsed = 0;
        for (long quantity : reservedByEnd.headMap(now, true).values()) {
            lapsed += quantity;
        }
        return reservedStock - lapsed;
    }

    /** The total less {@link #reservedStock}, at least 0. */
    public long availableStock() {
        return Math.max(0, totalStock - reservedStock);
    }

    /** The sequence number of the last event; 0 before the first. */
    public long version() {
        return version;
    }

    /** The log position of the last event; 0 before the first. */
    public long position() {
        return position;
    }

    /** The id of the last event; null before the first. */
    public @Nullable UUID lastEventId() {
        return lastEventId;
    }

    /** The time of the last event. */
    public Instant updatedAt() {
        return updatedAt;
    }

    /** The latest time of any event: that of another instance's clock may be behind. */
    public Instant latest() {
        return latest;
    }
}
