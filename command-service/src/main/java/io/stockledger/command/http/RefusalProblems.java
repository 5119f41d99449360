package io.stockledger.command.http;

import static io.stockledger.command.http.CommandProblemType.ALREADY_REGISTERED;
import static io.stockledger.command.http.CommandProblemType.IDEMPOTENCY_KEY_REUSED;
import static io.stockledger.command.http.CommandProblemType.INSUFFICIENT_STOCK;
import static io.stockledger.command.http.CommandProblemType.INVALID_QUANTITY;
import static io.stockledger.command.http.CommandProblemType.PRODUCT_ARCHIVED;
import static io.stockledger.command.http.CommandProblemType.RESERVATION_EXISTS;
import static io.stockledger.command.http.CommandProblemType.RESERVATION_NOT_FOUND;
import static io.stockledger.command.http.CommandProblemType.SHIPMENT_NOT_FOUND;
import static io.stockledger.command.http.CommandProblemType.STALE_COUNT;
import static io.stockledger.command.http.CommandProblemType.VERSION_MISMATCH;
import static io.stockledger.command.http.CommandProblemType.WOULD_OVERSELL;

import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderShipments;
import io.stockledger.command.domain.Refusal;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
import io.stockledger.command.domain.Refusal.ArchivedProduct;
import io.stockledger.command.domain.Refusal.IdempotencyKeyReused;
import io.stockledger.command.domain.Refusal.InsufficientOrderStock;
import io.stockledger.command.domain.Refusal.InsufficientStock;
import io.stockledger.command.domain.Refusal.InsufficientWarehouseStock;
import io.stockledger.command.domain.Refusal.InvalidQuantity;
import io.stockledger.command.domain.Refusal.OrderReservationsExist;
import io.stockledger.command.domain.Refusal.OrderReservationsNotFound;
import io.stockledger.command.domain.Refusal.ProductNotFound;
import io.stockledger.command.domain.Refusal.ReservationExists;
import io.stockledger.command.domain.Refusal.ReservationNotFound;
import io.stockledger.command.domain.Refusal.ReturnBeyondShipment;
import io.stockledger.command.domain.Refusal.ShipmentNotFound;
import io.stockledger.command.domain.Refusal.Shortage;
import io.stockledger.command.domain.Refusal.StaleCount;
import io.stockledger.command.domain.Refusal.VersionMismatch;
import io.stockledger.command.domain.Refusal.WouldOversell;
import io.stockledger.command.eventstore.EventLogReader;
import io.stockledger.http.Problem;
import io.stockledger.http.Problems;
import io.stockledger.http.RequestFields;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The only place that maps a refusal to an HTTP problem. Thread-safe. */
final class RefusalProblems {

    /** The maximum number of events that a version mismatch names. */
    static final int EVENTS_SINCE_MAX = 20;

    private final EventLogReader events;

    RefusalProblems(EventLogReader events) {
        this.events = events;
    }

    /**
     * The problem of a refusal.
     *
     * @param request the fields of the command; a refused quantity is shown as it was sent
     */
    Problem of(Refusal refusal, RequestFields request) {
        return switch (refusal) {
            case IdempotencyKeyReused r -> idempotencyKeyReused(r);
            case ProductNotFound r -> Problems.productNotFound(r.productId());
            case AlreadyRegistered r -> alreadyRegistered(r);
            case VersionMismatch r -> versionMismatch(r);
            case ArchivedProduct r -> productArchived(r);
            case ReservationNotFound r -> reservationNotFound(r);
            case OrderReservationsNotFound r -> reservationNotFound(r);
            case ShipmentNotFound r -> shipmentNotFound(r);
            case ReservationExists r -> reservationExists(r);
            case OrderReservationsExist r -> reservationsExist(r);
            case InvalidQuantity r -> invalidQuantity(r, request);
            case ReturnBeyondShipment r -> returnBeyondShipment(r, request);
            case InsufficientStock r -> insufficientStock(r);
            case InsufficientOrderStock r -> insufficientStock(r);
            case InsufficientWarehouseStock r -> insufficientStock(r);
            case StaleCount r -> staleCount(r);
            case WouldOversell r -> wouldOversell(r);
        };
    }

    private static Problem idempotencyKeyReused(IdempotencyKeyReused r) {
        return IDEMPOTENCY_KEY_REUSED
                .problem(
                        ("Idempotency-Key: '%s' was sent with another command before;"
                                        + " use a new key for a new command")
                                .formatted(r.key()))
                .with("idempotencyKey", r.key());
    }

    private static Problem alreadyRegistered(AlreadyRegistered r) {
        return ALREADY_REGISTERED
                .problem("productId: '%s' is already registered".formatted(r.productId()))
                .with("productId", r.productId());
    }

    private Problem versionMismatch(VersionMismatch r) {
        List<Map<String, Object>> since =
                r.expected() >= r.actual()
                        ? List.of()
                        : events.ofStream(r.productId(), r.expected(), EVENTS_SINCE_MAX).stream()
                                .map(
                                        e ->
                                                Map.<String, Object>of(
                                                        "type", e.type(),
                                                        "sequenceNumber", e.sequenceNumber()))
                                .toList();
        return VERSION_MISMATCH
                .problem(
                        r.actual() == 0
                                ? "version: the product does not exist, so that it matches neither"
                                        + " version %d nor '*'".formatted(r.expected())
                                : "version: expected %d, the product is at %d"
                                        .formatted(r.expected(), r.actual()))
                .with("productId", r.productId())
                .with("expected", r.expected())
                .with("actual", r.actual())
                .with("since", since);
    }

    private static Problem productArchived(ArchivedProduct r) {
        return PRODUCT_ARCHIVED
                .problem(
                        "productId: '%s' is archived; restore it to receive or to sell it"
                                .formatted(r.productId()))
                .with("productId", r.productId());
    }

    private static Problem reservationNotFound(ReservationNotFound r) {
        return RESERVATION_NOT_FOUND
                .problem(
                        "orderId: '%s' has no open reservation of this product"
                                .formatted(r.orderId()))
                .with("productId", r.productId())
                .with("orderId", r.orderId());
    }

    private static Problem reservationNotFound(OrderReservationsNotFound r) {
        return RESERVATION_NOT_FOUND
                .problem("orderId: '%s' has no open reservation".formatted(r.orderId()))
                .with("orderId", r.orderId());
    }

    private static Problem shipmentNotFound(ShipmentNotFound r) {
        return SHIPMENT_NOT_FOUND
                .problem(
                        "orderId: nothing of this product was shipped for '%s'"
                                .formatted(r.orderId()))
                .with("productId", r.productId())
                .with("orderId", r.orderId());
    }

    private static Problem reservationExists(ReservationExists r) {
        return RESERVATION_EXISTS
                .problem(
                        "orderId: '%s' already holds %d of this product"
                                .formatted(r.orderId(), r.quantity()))
                .with("productId", r.productId())
                .with("orderId", r.orderId())
                .with("quantity", r.quantity());
    }

    private static Problem reservationsExist(OrderReservationsExist r) {
        return RESERVATION_EXISTS
                .problem(
                        "orderId: '%s' already holds reservations of %d of these products"
                                .formatted(r.orderId(), r.lines().size()))
                .with("orderId", r.orderId())
                .with("lines", r.lines().stream().map(RefusalProblems::line).toList());
    }

    private static Map<String, Object> line(Line held) {
        var line = new LinkedHashMap<String, Object>();
        line.put("productId", held.productId());
        line.put("quantity", held.quantity());
        return line;
    }

    private static Problem invalidQuantity(InvalidQuantity r, RequestFields request) {
        return invalidQuantity(r.field(), r.quantity(), r.rule(), request);
    }

    private static Problem returnBeyondShipment(ReturnBeyondShipment r, RequestFields request) {
        OrderShipments shipments = r.shipments();
        return invalidQuantity(
                        r.field(),
                        r.quantity(),
                        "exceeds what can still come back: %d shipped, %d returned"
                                .formatted(shipments.shipped(), shipments.returned()),
                        request)
                .with("productId", r.productId())
                .with("shipped", shipments.shipped())
                .with("returned", shipments.returned());
    }

    private static Problem invalidQuantity(
            String field, long quantity, String rule, RequestFields request) {
        BigInteger sent = request.numberAsSent(field);
        return INVALID_QUANTITY
                .problem(field + ": " + rule)
                .with("field", field)
                .with("quantity", sent == null ? quantity : sent);
    }

    private static Problem insufficientStock(InsufficientStock r) {
        return INSUFFICIENT_STOCK
                .problem(
                        "quantity: %d requested, %d available"
                                .formatted(r.requested(), r.available()))
                .with("productId", r.productId())
                .with("available", r.available())
                .with("requested", r.requested());
    }

    private static Problem insufficientStock(InsufficientOrderStock r) {
        return INSUFFICIENT_STOCK
                .problem("lines: %d are short".formatted(r.lines().size()))
                .with("orderId", r.orderId())
                .with("lines", r.lines().stream().map(RefusalProblems::line).toList());
    }

    private static Map<String, Object> line(Shortage shortage) {
        var line = new LinkedHashMap<String, Object>();
        line.put("productId", shortage.productId());
        String warehouseId = shortage.warehouseId();
        if (warehouseId != null) {
            line.put("warehouseId", warehouseId);
        }
        line.put("available", shortage.available());
        line.put("requested", shortage.requested());
        return line;
    }

    private static Problem insufficientStock(InsufficientWarehouseStock r) {
        return INSUFFICIENT_STOCK
                .problem(
                        "quantity: %d requested, %d available in warehouse '%s'"
                                .formatted(r.requested(), r.available(), r.warehouseId()))
                .with("productId", r.productId())
                .with("warehouseId", r.warehouseId())
                .with("available", r.available())
                .with("requested", r.requested());
    }

    private static Problem staleCount(StaleCount r) {
        return STALE_COUNT
                .problem(
                        "oldQuantity: expected %d, the warehouse holds %d"
                                .formatted(r.expected(), r.actual()))
                .with("productId", r.productId())
                .with("warehouseId", r.warehouseId())
                .with("expected", r.expected())
                .with("actual", r.actual());
    }

    private static Problem wouldOversell(WouldOversell r) {
        String warehouseId = r.warehouseId();
        Problem problem =
                WOULD_OVERSELL
                        .problem(
                                warehouseId == null
                                        ? ("newQuantity: the new total of %d, less blocked stock"
                                               + " and plus the backorder limit, does not cover the"
                                               + " %d that orders have reserved")
                                                .formatted(r.newTotal(), r.reserved())
                                        : ("newQuantity: it does not cover the blocked stock and"
                                               + " the %d that orders have reserved in warehouse"
                                               + " '%s'")
                                                .formatted(r.reserved(), warehouseId))
                        .with("productId", r.productId());
        return (warehouseId == null ? problem : problem.with("warehouseId", warehouseId))
                .with("reserved", r.reserved())
                .with("newTotal", r.newTotal());
    }
}
