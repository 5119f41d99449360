package io.stockledger.events;

import static io.stockledger.events.EventValues.flag;
import static io.stockledger.events.EventValues.id;
import static io.stockledger.events.EventValues.instant;
import static io.stockledger.events.EventValues.optionalId;
import static io.stockledger.events.EventValues.optionalInstant;
import static io.stockledger.events.EventValues.positive;
import static io.stockledger.events.EventValues.stock;
import static io.stockledger.events.EventValues.text;

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

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import java.time.Instant;

/** The fields of the payload of each event type. Part of {@link EventJson}. */
final class PayloadJson {

    private PayloadJson() {}

    /** Writes the payload of an event as an object. */
    static void write(JsonGenerator json, InventoryEvent event) {
        json.writeStartObject();
        json.writeStringProperty("type", EventType.of(event).wireName());
        json.writeStringProperty("productId", event.productId());
        switch (event) {
            case ProductRegistered e -> {
                json.writeStringProperty("name", e.name());
                json.writeStringProperty("sku", e.sku());
                json.writeNumberProperty("initialQuantity", e.initialQuantity());
                json.writeStringProperty("warehouseId", e.warehouseId());
            }
            case StockReceived e -> {
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("quantity", e.quantity());
                json.writeStringProperty("reference", e.reference());
                writeBlocked(json, e.blocked());
            }
            case StockReserved e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeNumberProperty("quantity", e.quantity());
                writeTerms(json, e.expiresAt(), e.warehouseId());
            }
            case ReservationExtended e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeStringProperty("expiresAt", e.expiresAt().toString());
            }
            case ReservationCancelled e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeNumberProperty("quantity", e.quantity());
            }
            case ReservationExpired e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeNumberProperty("quantity", e.quantity());
            }
            case StockShipped e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("quantity", e.quantity());
            }
            case StockAdjusted e -> {
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("oldQuantity", e.oldQuantity());
                json.writeNumberProperty("newQuantity", e.newQuantity());
                json.writeStringProperty("reason", e.reason());
            }
            case StockTransferred e -> {
                json.writeStringProperty("fromWarehouseId", e.fromWarehouseId());
                json.writeStringProperty("toWarehouseId", e.toWarehouseId());
                json.writeNumberProperty("quantity", e.quantity());
                json.writeStringProperty("reference", e.reference());
            }
            case ProductRenamed e -> {
                json.writeStringProperty("name", e.name());
                json.writeStringProperty("sku", e.sku());
            }
            case StockPolicySet e -> {
                json.writeNumberProperty("safetyStock", e.safetyStock());
                json.writeNumberProperty("backorderLimit", e.backorderLimit());
                Long reorderPoint = e.reorderPoint();
                if (reorderPoint != null) {
                    json.writeNumberProperty("reorderPoint", reorderPoint);
                }
            }
            case ProductArchived _, ProductRestored _ -> {}
            case ReservationChanged e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeNumberProperty("oldQuantity", e.oldQuantity());
                json.writeNumberProperty("newQuantity", e.newQuantity());
                writeTerms(json, e.expiresAt(), e.warehouseId());
            }
            case ReservationReassigned e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeStringProperty("toOrderId", e.toOrderId());
                json.writeNumberProperty("quantity", e.quantity());
                writeTerms(json, e.expiresAt(), e.warehouseId());
            }
            case StockReturned e -> {
                json.writeStringProperty("orderId", e.orderId());
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("quantity", e.quantity());
                json.writeStringProperty("reason", e.reason());
                writeBlocked(json, e.blocked());
            }
            case StockBlocked e -> {
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("quantity", e.quantity());
                json.writeStringProperty("reason", e.reason());
            }
            case StockUnblocked e -> {
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("quantity", e.quantity());
                json.writeStringProperty("reason", e.reason());
            }
            case StockWrittenOff e -> {
                json.writeStringProperty("warehouseId", e.warehouseId());
                json.writeNumberProperty("quantity", e.quantity());
                json.writeStringProperty("reason", e.reason());
                writeBlocked(json, e.blocked());
            }
        }
        json.writeEndObject();
    }

    /** The end and the warehouse of a reservation. */
    private static void writeTerms(
            JsonGenerator json, @Nullable Instant expiresAt, @Nullable String warehouseId) {
        JsonFields.writeOptional(
                json, "expiresAt", expiresAt == null ? null : expiresAt.toString());
        JsonFields.writeOptional(json, "warehouseId", warehouseId);
    }

    private static void writeBlocked(JsonGenerator json, boolean blocked) {
        if (blocked) {
            json.writeBooleanProperty("blocked", true);
        }
    }

    /** The event of a payload; the present version is meant if {@code version} is null. */
    static InventoryEvent read(JsonNode written, @Nullable Integer version) {
        String wireName = text(written, "type");
        EventType type =
                EventType.byWireName(wireName)
                        .orElseThrow(
                                () ->
                                        new UnreadableEventException(
                                                "the event type '"
                                                        + wireName
                                                        + "' is unknown: the event was written by"
                                                        + " a newer version"));
        JsonNode node =
                version == null
                        ? written
                        : EventUpcasters.registered().upcast(type, version, written);
        String productId = id(node, "productId");
        try {
            return switch (type) {
                case PRODUCT_REGISTERED ->
                        new ProductRegistered(
                                productId,
                                text(node, "name"),
                                text(node, "sku"),
                                stock(node, "initialQuantity"),
                                id(node, "warehouseId"));
                case STOCK_RECEIVED ->
                        new StockReceived(
                                productId,
                                id(node, "warehouseId"),
                                positive(node, "quantity"),
                                text(node, "reference"),
                                flag(node, "blocked"));
                case STOCK_RESERVED ->
                        new StockReserved(
                                productId,
                                id(node, "orderId"),
                                positive(node, "quantity"),
                                optionalInstant(node, "expiresAt"),
                                optionalId(node, "warehouseId"));
                case RESERVATION_EXTENDED ->
                        new ReservationExtended(
                                productId, id(node, "orderId"), instant(node, "expiresAt"));
                case RESERVATION_CANCELLED ->
                        new ReservationCancelled(
                                productId, id(node, "orderId"), positive(node, "quantity"));
                case RESERVATION_EXPIRED ->
                        new ReservationExpired(
                                productId, id(node, "orderId"), positive(node, "quantity"));
                case STOCK_SHIPPED ->
                        new StockShipped(
                                productId,
                                id(node, "orderId"),
                                id(node, "warehouseId"),
                                positive(node, "quantity"));
                case STOCK_ADJUSTED ->
                        new StockAdjusted(
                                productId,
                                id(node, "warehouseId"),
                                stock(node, "oldQuantity"),
                                stock(node, "newQuantity"),
                                text(node, "reason"));
                case STOCK_TRANSFERRED ->
                        new StockTransferred(
                                productId,
                                id(node, "fromWarehouseId"),
                                id(node, "toWarehouseId"),
                                positive(node, "quantity"),
                                text(node, "reference"));
                case PRODUCT_RENAMED ->
                        new ProductRenamed(productId, text(node, "name"), text(node, "sku"));
                case STOCK_POLICY_SET ->
                        new StockPolicySet(
                                productId,
                                stock(node, "safetyStock"),
                                stock(node, "backorderLimit"),
                                node.hasNonNull("reorderPoint")
                                        ? stock(node, "reorderPoint")
                                        : null);
                case PRODUCT_ARCHIVED -> new ProductArchived(productId);
                case PRODUCT_RESTORED -> new ProductRestored(productId);
                case RESERVATION_CHANGED ->
                        new ReservationChanged(
                                productId,
                                id(node, "orderId"),
                                positive(node, "oldQuantity"),
                                positive(node, "newQuantity"),
                                optionalInstant(node, "expiresAt"),
                                optionalId(node, "warehouseId"));
                case RESERVATION_REASSIGNED ->
                        new ReservationReassigned(
                                productId,
                                id(node, "orderId"),
                                id(node, "toOrderId"),
                                positive(node, "quantity"),
                                optionalInstant(node, "expiresAt"),
                                optionalId(node, "warehouseId"));
                case STOCK_RETURNED ->
                        new StockReturned(
                                productId,
                                id(node, "orderId"),
                                id(node, "warehouseId"),
                                positive(node, "quantity"),
                                text(node, "reason"),
                                flag(node, "blocked"));
                case STOCK_BLOCKED ->
                        new StockBlocked(
                                productId,
                                id(node, "warehouseId"),
                                positive(node, "quantity"),
                                text(node, "reason"));
                case STOCK_UNBLOCKED ->
                        new StockUnblocked(
                                productId,
                                id(node, "warehouseId"),
                                positive(node, "quantity"),
                                text(node, "reason"));
                case STOCK_WRITTEN_OFF ->
                        new StockWrittenOff(
                                productId,
                                id(node, "warehouseId"),
                                positive(node, "quantity"),
                                text(node, "reason"),
                                flag(node, "blocked"));
            };
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(
                    "the " + wireName + " is malformed: " + e.getMessage(), e);
        }
    }
}
