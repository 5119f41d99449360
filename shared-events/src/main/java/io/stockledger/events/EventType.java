package io.stockledger.events;

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

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names and versions of the event types in the database and on the topic. A name is never
 * changed or reused. The version increases with a change that code of the present version would
 * misread; an {@link EventUpcaster} then reads the events of the version before it.
 */
public enum EventType {
    PRODUCT_REGISTERED("ProductRegistered", 1),
    STOCK_RECEIVED("StockReceived", 1),
    STOCK_RESERVED("StockReserved", 1),
    RESERVATION_EXTENDED("ReservationExtended", 1),
    RESERVATION_CANCELLED("ReservationCancelled", 1),
    RESERVATION_EXPIRED("ReservationExpired", 1),
    STOCK_SHIPPED("StockShipped", 1),
    STOCK_ADJUSTED("StockAdjusted", 1),
    STOCK_TRANSFERRED("StockTransferred", 1),
    PRODUCT_RENAMED("ProductRenamed", 1),
    STOCK_POLICY_SET("StockPolicySet", 1),
    PRODUCT_ARCHIVED("ProductArchived", 1),
    PRODUCT_RESTORED("ProductRestored", 1),
    RESERVATION_CHANGED("ReservationChanged", 1),
    RESERVATION_REASSIGNED("ReservationReassigned", 1),
    STOCK_RETURNED("StockReturned", 1),
    STOCK_BLOCKED("StockBlocked", 1),
    STOCK_UNBLOCKED("StockUnblocked", 1),
    STOCK_WRITTEN_OFF("StockWrittenOff", 1);

    private static final Map<String, EventType> BY_WIRE_NAME =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

    private final String wireName;
    private final int wireVersion;

    EventType(String wireName, int wireVersion) {
        this.wireName = wireName;
        this.wireVersion = wireVersion;
    }

    /** The {@code type} of the payload, such as {@code StockReserved}. */
    public String wireName() {
        return wireName;
    }

    /** The version of the payload's JSON, from 1. */
    public int wireVersion() {
        return wireVersion;
    }

    /** The type of an event. */
    public static EventType of(InventoryEvent event) {
        return switch (event) {
            case ProductRegistered _ -> PRODUCT_REGISTERED;
            case StockReceived _ -> STOCK_RECEIVED;
            case StockReserved _ -> STOCK_RESERVED;
            case ReservationExtended _ -> RESERVATION_EXTENDED;
            case ReservationCancelled _ -> RESERVATION_CANCELLED;
            case ReservationExpired _ -> RESERVATION_EXPIRED;
            case StockShipped _ -> STOCK_SHIPPED;
            case StockAdjusted _ -> STOCK_ADJUSTED;
            case StockTransferred _ -> STOCK_TRANSFERRED;
            case ProductRenamed _ -> PRODUCT_RENAMED;
            case StockPolicySet _ -> STOCK_POLICY_SET;
            case ProductArchived _ -> PRODUCT_ARCHIVED;
            case ProductRestored _ -> PRODUCT_RESTORED;
            case ReservationChanged _ -> RESERVATION_CHANGED;
            case ReservationReassigned _ -> RESERVATION_REASSIGNED;
            case StockReturned _ -> STOCK_RETURNED;
            case StockBlocked _ -> STOCK_BLOCKED;
            case StockUnblocked _ -> STOCK_UNBLOCKED;
            case StockWrittenOff _ -> STOCK_WRITTEN_OFF;
        };
    }

    /** The type with this wire name, or empty if this version of the code does not know it. */
    public static Optional<EventType> byWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }
}
