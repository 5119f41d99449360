package io.stockledger.verification;

import static io.stockledger.verification.ContradictionException.QUANTITY_MAX;
import static io.stockledger.verification.ContradictionException.positive;
import static io.stockledger.verification.ContradictionException.require;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ProductArchived;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.events.InventoryEvent.ProductRestored;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockBlocked;
import io.stockledger.events.InventoryEvent.StockPolicySet;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockReturned;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;
import io.stockledger.events.InventoryEvent.StockUnblocked;
import io.stockledger.events.InventoryEvent.StockWrittenOff;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The state of one product by its events. Every event is checked against the rules of the contract
 * before it is applied, so that a history with an impossible event is found at that event. The
 * rules hold for the events of every version: those for blocked stock, warehouses of reservations,
 * policies and archived products do not apply to a history without events of these kinds. Memory
 * grows with the orders of the product, by about 50 bytes for each that holds nothing any more. Not
 * thread-safe.
 */
public final class ProductModel {

    private final String productId;
    private final ModelStock stock = new ModelStock();
    private final ModelLines lines = new ModelLines(stock);
    private final ReservationRules reservationRules = new ReservationRules(this, stock, lines);

    private String name = "";
    private String sku = "";
    private ModelPolicy policy = ModelPolicy.NONE;
    private boolean archived;
    private long detailsNumber;
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
        reservationRules.requireShipmentAfterRaise(event.payload());
        apply(event.payload(), event.occurredAt(), event.position());
        version++;
        position = event.position();
        lastEventId = event.eventId();
        updatedAt = event.occurredAt();
        latest = updatedAt.isAfter(latest) ? updatedAt : latest;
    }

    private void apply(InventoryEvent event, Instant at, long eventPosition) {
        switch (event) {
            case ProductRegistered e -> {
                setDetails(e.name(), e.sku());
                stock.add(e.warehouseId(), e.initialQuantity(), false);
            }
            case ProductRenamed e -> rename(e);
            case StockPolicySet e -> setPolicy(e);
            case ProductArchived _ -> {
                require(!archived, () -> "the product is archived, and it is so already");
                archived = true;
            }
            case ProductRestored _ -> {
                require(archived, () -> "the product is restored, and it is not archived");
                archived = false;
            }
            case StockReceived e -> {
                requireNotArchived("received");
                stock.add(e.warehouseId(), positive(e.quantity()), e.blocked());
            }
            case StockReserved e -> reservationRules.reserve(e, at, eventPosition);
            case ReservationExtended e ->
                    lines.replace(
                            e.orderId(), lines.held(e.orderId(), at).extendedTo(e.expiresAt()));
            case ReservationChanged e -> reservationRules.change(e, at);
            case ReservationReassigned e -> reservationRules.reassign(e, at);
            case ReservationCancelled e -> reservationRules.cancel(e, at);
            case ReservationExpired e -> reservationRules.expire(e, at);
            case StockShipped e -> reservationRules.ship(e, at);
            case StockReturned e -> reservationRules.giveBack(e);
            case StockAdjusted e -> adjust(e, at);
            case StockTransferred e -> {
                String from = e.fromWarehouseId();
                stock.take(from, e.quantity(), freeIn(from, at), "reserved");
                stock.add(e.toWarehouseId(), e.quantity(), false);
            }
            case StockBlocked e -> stock.block(e.warehouseId(), e.quantity());
            case StockUnblocked e -> stock.unblock(e.warehouseId(), e.quantity());
            case StockWrittenOff e -> stock.writeOff(e.warehouseId(), e.quantity(), e.blocked());
        }
    }

    private void rename(ProductRenamed event) {
        require(
                !event.name().equals(name) || !event.sku().equals(sku),
                () -> "the product is renamed, and it has this name and this SKU already");
        setDetails(event.name(), event.sku());
    }

    private void setDetails(String newName, String newSku) {
        name = newName;
        sku = newSku;
        detailsNumber = version + 1;
    }

    private void setPolicy(StockPolicySet event) {
        var after =
                new ModelPolicy(event.safetyStock(), event.backorderLimit(), event.reorderPoint());
        require(!after.equals(policy), () -> "the policy is set to what it is already");
        require(
                after.safetyStock() <= QUANTITY_MAX && after.backorderLimit() <= QUANTITY_MAX,
                () -> "the policy is out of range: " + after);
        policy = after;
    }

    /** Only a count may leave less than is promised, because it states what is there. */
    private void adjust(StockAdjusted event, Instant at) {
        String warehouseId = event.warehouseId();
        ModelWarehouse before = stock.in(warehouseId);
        require(
                before.onHand() == event.oldQuantity(),
                () ->
                        "warehouse '%s' is adjusted from %d, and it holds %d"
                                .formatted(warehouseId, event.oldQuantity(), before.onHand()));
        boolean lowers = event.newQuantity() < event.oldQuantity();
        if (lowers && !event.reason().equals("physical-count")) {
            long left = stock.total() - stock.blocked() + event.newQuantity() - event.oldQuantity();
            require(
                    left + policy.backorderLimit() >= lines.reservedAt(at),
                    () ->
                            "an adjustment leaves %d that are not blocked, and %d are reserved"
                                    .formatted(left, lines.reservedAt(at)));
            long bound = lines.reservedAt(at, warehouseId);
            require(
                    event.newQuantity() >= before.blocked() + bound,
                    () ->
                            "an adjustment leaves %d in warehouse '%s', and %d are blocked and %d are reserved there"
                                    .formatted(
                                            event.newQuantity(),
                                            warehouseId,
                                            before.blocked(),
                                            bound));
        }
        stock.set(warehouseId, event.newQuantity());
    }

    void requireNotArchived(String done) {
        require(!archived, () -> "an archived product is " + done);
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

    /** The sequence number of the event that gave the product its name and its SKU. */
    public long detailsNumber() {
        return detailsNumber;
    }

    public ModelPolicy policy() {
        return policy;
    }

    public boolean archived() {
        return archived;
    }

    /** The stock in every warehouse that has ever held the product. */
    public SortedMap<String, ModelWarehouse> warehouses() {
        return stock.warehouses();
    }

    /** The orders that hold a reservation. */
    public Map<String, ModelLine> openLines() {
        return lines.open();
    }

    /** Shows every order that has ever reserved the product, in no order. */
    public <E extends Exception> void forEachLine(LineVisitor<E> visitor) throws E {
        lines.forEach(visitor);
    }

    public long totalStock() {
        return stock.total();
    }

    public long blockedStock() {
        return stock.blocked();
    }

    /** The sum of all open reservations, also of those past their end. */
    public long reservedStock() {
        return lines.reserved();
    }

    /** The sum of the open reservations that have not ended by this instant. */
    public long reservedAt(Instant now) {
        return lines.reservedAt(now);
    }

    /** The sellable stock less {@link #reservedStock}, at least 0. */
    public long availableStock() {
        return Math.max(0, sellableStock() - reservedStock());
    }

    /** The quantity that can still be reserved at this instant, with backorders. */
    public long availableToPromise(Instant now) {
        return Math.max(0, sellableStock() - reservedAt(now) + policy.backorderLimit());
    }

    private long sellableStock() {
        return stock.total() - stock.blocked() - policy.safetyStock();
    }

    /** The quantity in a warehouse that is neither blocked nor reserved there, at least 0. */
    long freeIn(String warehouseId, Instant now) {
        return Math.max(0, stock.in(warehouseId).unblocked() - lines.reservedAt(now, warehouseId));
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
