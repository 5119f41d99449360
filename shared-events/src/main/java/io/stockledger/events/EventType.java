package io.stockledger.events;

import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ReservationCancelled;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.StockAdjusted;
import io.stockledger.events.InventoryEvent.StockReceived;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;
import io.stockledger.events.InventoryEvent.StockTransferred;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The declared names and versions that events carry on disk and on the wire. A name is never
 * changed and never reused; a version rises when a field is added.
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
    STOCK_TRANSFERRED("StockTransferred", 1);

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

    /** The version of the payload's shape, from 1. */
    public int wireVersion() {
        return wireVersion;
    }

    /** The CloudEvents {@code type}, such as {@code io.stockledger.StockReserved.v1}. */
    public String cloudEventsType() {
        return "io.stockledger." + wireName + ".v" + wireVersion;
    }

    /** The type that an event is stored under. */
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
        };
    }

    /** The type of that wire name, or empty where this version of the code does not know it. */
    public static Optional<EventType> byWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }
}
