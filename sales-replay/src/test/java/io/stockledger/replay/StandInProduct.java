package io.stockledger.replay;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One product of the stand-in. It decides by the published rules and shares no code with the model
 * that it is compared with. Thread-safe.
 */
final class StandInProduct {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** An event of the audit trail. */
    private record Event(UUID eventId, String type, long position) {}

    private record Change(int version, String warehouse, long by) {}

    private static final class Reservation {
        private long open;
        private long shipped;
        private long back;
        private boolean cancelled;
    }

    private final String productId;
    private final AtomicLong positions;
    private final Map<String, Map<StandInProduct, String>> orders;
    private String name = "";
    private String sku = "";
    private final Map<String, Long> stock = new TreeMap<>();
    private final Map<String, Long> notForSale = new HashMap<>();
    private final Map<String, Reservation> reservations = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    StandInProduct(
            String productId,
            AtomicLong positions,
            Map<String, Map<StandInProduct, String>> orders) {
        this.productId = productId;
        this.positions = positions;
        this.orders = orders;
    }

    synchronized boolean exists() {
        return !events.isEmpty();
    }

    synchronized void loseLastEvent() {
        events.removeLast();
    }

    synchronized ObjectNode register(JsonNode body) {
        if (exists()) {
            throw new StandInRefusal(409, "already-registered");
        }
        name = body.required("name").asString();
        sku = body.required("sku").asString();
        change(body.required("warehouseId").asString(), body.required("initialQuantity").asLong());
        return record("ProductRegistered");
    }

    synchronized ObjectNode decide(String what, String order, String ifMatch, JsonNode body) {
        if (!exists()) {
            throw new StandInRefusal(404, "product-not-found");
        }
        if (!ifMatch.isEmpty() && !ifMatch.equals("\"" + events.size() + "\"")) {
            throw new StandInRefusal(
                    412,
                    "version-mismatch",
                    "expected",
                    Long.parseLong(ifMatch.replace("\"", "")),
                    "actual",
                    events.size());
        }
        return switch (what) {
            case "receipts" -> {
                change(body.required("warehouseId").asString(), atLeastOne(body));
                yield record("StockReceived");
            }
            case "reservations" -> reserve(body);
            case "cancellation" -> cancel(order);
            case "shipments" -> ship(body);
            case "adjustments" -> adjust(body);
            case "returns" -> takeBack(body);
            case "blocks" -> {
                setAside(body, 1, forSale(warehouse(body)));
                yield record("StockBlocked");
            }
            case "unblocks" -> {
                setAside(body, -1, notForSale.getOrDefault(warehouse(body), 0L));
                yield record("StockUnblocked");
            }
            case "write-offs" -> writeOff(body);
            case "transfers" -> {
                long quantity = atLeastOne(body);
                String from = body.required("fromWarehouseId").asString();
                requireHeld(from, quantity, forSale(from));
                change(from, -quantity);
                change(body.required("toWarehouseId").asString(), quantity);
                yield record("StockTransferred");
            }
            case "counts" -> count(body);
            default -> throw new IllegalArgumentException(what);
        };
    }

    private ObjectNode reserve(JsonNode body) {
        Reservation reservation = reservation(body);
        if (reservation.open > 0) {
            throw new StandInRefusal(
                    409, "reservation-exists", "orderId", body.get("orderId").asString());
        }
        long quantity = atLeastOne(body);
        long available = available();
        if (quantity > available) {
            throw new StandInRefusal(
                    409, "insufficient-stock", "available", available, "requested", quantity);
        }
        reservation.open = quantity;
        orders.computeIfAbsent(body.get("orderId").asString(), id -> newOrder())
                .put(this, productId);
        return record("StockReserved");
    }

    private static Map<StandInProduct, String> newOrder() {
        return new ConcurrentHashMap<>();
    }

    private ObjectNode cancel(String order) {
        Reservation reservation = reservations.get(order);
        if (reservation == null || reservation.open == 0) {
            throw new StandInRefusal(404, "reservation-not-found");
        }
        reservation.open = 0;
        reservation.cancelled = true;
        return record("ReservationCancelled");
    }

    private ObjectNode ship(JsonNode body) {
        Reservation reservation = reservation(body);
        if (reservation.open == 0) {
            throw new StandInRefusal(404, "reservation-not-found");
        }
        long quantity = atLeastOne(body);
        if (quantity > reservation.open) {
            throw new StandInRefusal(
                    422, "invalid-quantity", "field", "quantity", "quantity", quantity);
        }
        String warehouse = body.required("warehouseId").asString();
        requireHeld(warehouse, quantity, forSale(warehouse));
        change(warehouse, -quantity);
        reservation.open -= quantity;
        reservation.shipped += quantity;
        return record("StockShipped");
    }

    private ObjectNode adjust(JsonNode body) {
        String warehouse = body.required("warehouseId").asString();
        long held = stock.getOrDefault(warehouse, 0L);
        long quantity = body.required("newQuantity").asLong();
        if (body.has("oldQuantity") && body.get("oldQuantity").asLong() != held) {
            throw new StandInRefusal(
                    409,
                    "stale-count",
                    "expected",
                    body.get("oldQuantity").asLong(),
                    "actual",
                    held);
        }
        if (quantity < held && total() - aside() - held + quantity < reserved()) {
            throw new StandInRefusal(
                    409,
                    "would-oversell",
                    "reserved",
                    reserved(),
                    "newTotal",
                    total() - held + quantity);
        }
        change(warehouse, quantity - held);
        return record("StockAdjusted");
    }

    private ObjectNode count(JsonNode body) {
        String warehouse = body.required("warehouseId").asString();
        long asOf = body.required("asOfVersion").asLong();
        long now = body.required("countedQuantity").asLong();
        for (Change change : changes) {
            if (change.version > asOf && change.warehouse.equals(warehouse)) {
                now += change.by;
            }
        }
        change(warehouse, now - stock.getOrDefault(warehouse, 0L));
        return record("StockAdjusted");
    }

    private Reservation reservation(JsonNode body) {
        return reservations.computeIfAbsent(
                body.required("orderId").asString(), order -> new Reservation());
    }

    private static long atLeastOne(JsonNode body) {
        long quantity = body.required("quantity").asLong();
        if (quantity < 1) {
            throw new StandInRefusal(
                    422, "invalid-quantity", "field", "quantity", "quantity", quantity);
        }
        return quantity;
    }

    private ObjectNode takeBack(JsonNode body) {
        Reservation reservation = reservation(body);
        if (reservation.shipped == 0) {
            throw new StandInRefusal(404, "shipment-not-found");
        }
        long quantity = atLeastOne(body);
        if (reservation.back + quantity > reservation.shipped) {
            throw new StandInRefusal(
                    422,
                    "invalid-quantity",
                    "quantity",
                    quantity,
                    "shipped",
                    reservation.shipped,
                    "returned",
                    reservation.back);
        }
        reservation.back += quantity;
        change(warehouse(body), quantity);
        if (body.required("blocked").asBoolean()) {
            notForSale.merge(warehouse(body), quantity, Long::sum);
        }
        return record("StockReturned");
    }

    private void setAside(JsonNode body, int sign, long limit) {
        long quantity = atLeastOne(body);
        requireHeld(warehouse(body), quantity, limit);
        notForSale.merge(warehouse(body), sign * quantity, Long::sum);
    }

    private ObjectNode writeOff(JsonNode body) {
        String warehouse = warehouse(body);
        if (body.required("blocked").asBoolean()) {
            setAside(body, -1, notForSale.getOrDefault(warehouse, 0L));
        } else {
            requireHeld(warehouse, atLeastOne(body), forSale(warehouse));
        }
        change(warehouse, -body.required("quantity").asLong());
        return record("StockWrittenOff");
    }

    private static String warehouse(JsonNode body) {
        return body.required("warehouseId").asString();
    }

    private long forSale(String warehouse) {
        return stock.getOrDefault(warehouse, 0L) - notForSale.getOrDefault(warehouse, 0L);
    }

    private long aside() {
        return notForSale.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void requireHeld(String warehouse, long quantity, long held) {
        if (quantity > held) {
            throw new StandInRefusal(
                    409,
                    "insufficient-stock",
                    "available",
                    held,
                    "requested",
                    quantity,
                    "warehouseId",
                    warehouse);
        }
    }

    private void change(String warehouse, long by) {
        stock.merge(warehouse, by, Long::sum);
        changes.add(new Change(events.size() + 1, warehouse, by));
    }

    private ObjectNode record(String type) {
        Event event = new Event(UUID.randomUUID(), type, positions.incrementAndGet());
        events.add(event);
        ObjectNode answer =
                JSON.createObjectNode()
                        .put("productId", productId)
                        .put("version", events.size())
                        .put("position", event.position());
        answer.putArray("events")
                .addObject()
                .put("eventId", event.eventId().toString())
                .put("type", type)
                .put("sequenceNumber", events.size());
        return answer;
    }

    private long total() {
        return stock.values().stream().mapToLong(Long::longValue).sum();
    }

    private long reserved() {
        return reservations.values().stream().mapToLong(reservation -> reservation.open).sum();
    }

    private long available() {
        return Math.max(0, total() - aside() - reserved());
    }

    synchronized ObjectNode view() {
        ObjectNode view =
                JSON.createObjectNode()
                        .put("productId", productId)
                        .put("name", name)
                        .put("sku", sku)
                        .put("totalStock", total())
                        .put("availableStock", available())
                        .put("reservedStock", reserved())
                        .put("shortfall", Math.max(0, reserved() + aside() - total()))
                        .put("version", events.size())
                        .put(
                                "openReservations",
                                reservations.values().stream()
                                        .filter(reservation -> reservation.open > 0)
                                        .count());
        ArrayNode warehouses = view.putArray("warehouses");
        stock.forEach(
                (id, quantity) ->
                        warehouses
                                .addObject()
                                .put("warehouseId", id)
                                .put("quantity", quantity)
                                .put("blocked", notForSale.getOrDefault(id, 0L)));
        return view;
    }

    synchronized ObjectNode line(String order) {
        Reservation reservation = reservations.getOrDefault(order, new Reservation());
        String ended = "shipped";
        if (reservation.cancelled) {
            ended = reservation.shipped > 0 ? "partly-shipped-then-cancelled" : "cancelled";
        }
        String held = reservation.shipped > 0 ? "partly-shipped" : "open";
        return JSON.createObjectNode()
                .put("productId", productId)
                .put("reserved", reservation.open)
                .put("shipped", reservation.shipped)
                .put("returned", reservation.back)
                .put("status", reservation.open > 0 ? held : ended);
    }

    synchronized ObjectNode trail(int after, int limit) {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode list = page.putArray("events");
        for (int index = after; index < Math.min(events.size(), after + limit); index++) {
            Event event = events.get(index);
            list.addObject()
                    .put("eventId", event.eventId().toString())
                    .put("sequenceNumber", index + 1)
                    .put("position", event.position())
                    .putObject("payload")
                    .put("type", event.type());
        }
        return page;
    }
}
