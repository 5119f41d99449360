package io.stockledger.command.http;

import io.stockledger.command.domain.Refusal;
import io.stockledger.command.domain.Refusal.AlreadyRegistered;
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

/** The one place where a refusal becomes an HTTP problem. */
final class RefusalProblems {

    /** How many events a version mismatch names at the most. */
    static final int EVENTS_SINCE_MAX = 20;

    private final EventLogReader events;

    RefusalProblems(EventLogReader events) {
        this.events = events;
    }

    /** The problem of a refusal; numbers are shown as the request had them. */
    Problem of(Refusal refusal, RequestFields request) {
        return switch (refusal) {
            case IdempotencyKeyReused r ->
                    problem(
                                    r,
                                    422,
                                    "The idempotency key stands for another command",
                                    "Idempotency-Key: '"
                                            + r.key()
                                            + "' came with another command before; take a new"
                                            + " key for a new command")
                            .with("idempotencyKey", r.key());
            case ProductNotFound r -> Problems.productNotFound(r.productId());
            case AlreadyRegistered r ->
                    problem(
                                    r,
                                    409,
                                    "The product is registered already",
                                    "productId: '" + r.productId() + "' is taken")
                            .with("productId", r.productId());
            case VersionMismatch r -> versionMismatch(r);
            case ReservationNotFound r ->
                    problem(
                                    r,
                                    404,
                                    "The order holds no reservation of the product",
                                    "orderId: '"
                                            + r.orderId()
                                            + "' has no open reservation of this product")
                            .with("productId", r.productId())
                            .with("orderId", r.orderId());
            case OrderReservationsNotFound r ->
                    problem(
                                    r,
                                    404,
                                    "The order holds no reservation",
                                    "orderId: '" + r.orderId() + "' has no open reservation")
                            .with("orderId", r.orderId());
            case ReservationExists r ->
                    problem(
                                    r,
                                    409,
                                    "The order holds a reservation of the product already",
                                    "orderId: '"
                                            + r.orderId()
                                            + "' holds "
                                            + r.quantity()
                                            + " of this product already")
                            .with("productId", r.productId())
                            .with("orderId", r.orderId())
                            .with("quantity", r.quantity());
            case OrderReservationsExist r -> orderReservationsExist(r);
            case InvalidQuantity r -> invalidQuantity(r, request);
            case InsufficientStock r ->
                    problem(
                                    r,
                                    409,
                                    "Not enough stock",
                                    "quantity: "
                                            + r.requested()
                                            + " requested, "
                                            + r.available()
                                            + " available")
                            .with("productId", r.productId())
                            .with("available", r.available())
                            .with("requested", r.requested());
            case InsufficientOrderStock r -> insufficientOrderStock(r);
            case InsufficientWarehouseStock r ->
                    problem(
                                    r,
                                    409,
                                    "Not enough stock",
                                    "quantity: "
                                            + r.requested()
                                            + " requested, warehouse '"
                                            + r.warehouseId()
                                            + "' holds "
                                            + r.available())
                            .with("productId", r.productId())
                            .with("warehouseId", r.warehouseId())
                            .with("available", r.available())
                            .with("requested", r.requested());
            case StaleCount r ->
                    problem(
                                    r,
                                    409,
                                    "The warehouse holds another quantity than believed",
                                    "oldQuantity: "
                                            + r.expected()
                                            + " believed, "
                                            + r.actual()
                                            + " held")
                            .with("productId", r.productId())
                            .with("warehouseId", r.warehouseId())
                            .with("expected", r.expected())
                            .with("actual", r.actual());
            case WouldOversell r ->
                    problem(
                                    r,
                                    409,
                                    "Orders hold more than would be left",
                                    "newQuantity: the total would be "
                                            + r.newTotal()
                                            + ", orders hold "
                                            + r.reserved())
                            .with("productId", r.productId())
                            .with("reserved", r.reserved())
                            .with("newTotal", r.newTotal());
        };
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
        return problem(
                        r,
                        412,
                        "The product is at another version",
                        "version: expected " + r.expected() + ", the product is at " + r.actual())
                .with("productId", r.productId())
                .with("expected", r.expected())
                .with("actual", r.actual())
                .with("since", since);
    }

    private static Problem orderReservationsExist(OrderReservationsExist r) {
        List<Map<String, Object>> lines =
                r.lines().stream()
                        .map(
                                line -> {
                                    var shown = new LinkedHashMap<String, Object>();
                                    shown.put("productId", line.productId());
                                    shown.put("quantity", line.quantity());
                                    return (Map<String, Object>) shown;
                                })
                        .toList();
        return problem(
                        r,
                        409,
                        "The order holds a reservation of the product already",
                        "orderId: '"
                                + r.orderId()
                                + "' holds reservations of "
                                + lines.size()
                                + " of these products already")
                .with("orderId", r.orderId())
                .with("lines", lines);
    }

    private static Problem insufficientOrderStock(InsufficientOrderStock r) {
        List<Map<String, Object>> lines =
                r.lines().stream()
                        .map(
                                line -> {
                                    var shown = new LinkedHashMap<String, Object>();
                                    shown.put("productId", line.productId());
                                    String warehouseId = line.warehouseId();
                                    if (warehouseId != null) {
                                        shown.put("warehouseId", warehouseId);
                                    }
                                    shown.put("available", line.available());
                                    shown.put("requested", line.requested());
                                    return (Map<String, Object>) shown;
                                })
                        .toList();
        return problem(r, 409, "Not enough stock", "lines: " + lines.size() + " are short")
                .with("orderId", r.orderId())
                .with("lines", lines);
    }

    private static Problem invalidQuantity(InvalidQuantity r, RequestFields request) {
        BigInteger sent = request.numberAsSent(r.field());
        return problem(r, 422, "The quantity is not allowed", r.field() + ": " + r.rule())
                .with("field", r.field())
                .with("quantity", sent == null ? r.quantity() : sent);
    }

    private static Problem problem(Refusal refusal, int status, String title, String detail) {
        return Problem.of(refusal.name(), status, title, detail);
    }
}
