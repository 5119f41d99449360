package io.stockledger.command.domain;

import io.stockledger.command.domain.OrderCommand.Line;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The reason for which a command is refused. The types are declared in their order of precedence:
 * if several apply, the command is refused with the first one.
 */
public sealed interface Refusal extends Decision {

    /** The key was used for another command before. The event store finds this, not the domain. */
    record IdempotencyKeyReused(String key) implements Refusal {}

    record ProductNotFound(String productId) implements Refusal {}

    record AlreadyRegistered(String productId) implements Refusal {}

    /** The product is at version {@code actual}, and the command requires {@code expected}. */
    record VersionMismatch(String productId, long expected, long actual) implements Refusal {}

    /** The product is archived, and the command would receive or sell more of it. */
    record ArchivedProduct(String productId) implements Refusal {}

    record ReservationNotFound(String productId, String orderId) implements Refusal {}

    /** The order has no reservation of any product. */
    record OrderReservationsNotFound(String orderId) implements Refusal {}

    /** Nothing of the product was ever shipped for the order. */
    record ShipmentNotFound(String productId, String orderId) implements Refusal {}

    /** The order has a reservation of {@code quantity} of the product already. */
    record ReservationExists(String productId, String orderId, long quantity) implements Refusal {}

    /**
     * The order has reservations of products of the basket already.
     *
     * @param lines every such product with its reserved quantity
     */
    record OrderReservationsExist(String orderId, List<Line> lines) implements Refusal {}

    /**
     * The quantity in {@code field} is below the minimum, exceeds the reserved quantity, or leads
     * to a total above the maximum.
     */
    record InvalidQuantity(String field, long quantity, String rule) implements Refusal {}

    /** More comes back than the shipped quantity less the returned quantity. */
    record ReturnBeyondShipment(
            String productId, String field, long quantity, OrderShipments shipments)
            implements Refusal {}

    /** Less than the requested quantity is available. */
    record InsufficientStock(String productId, long available, long requested) implements Refusal {}

    /** Less than the requested quantity is available on each of these lines of an order. */
    record InsufficientOrderStock(String orderId, List<Shortage> lines) implements Refusal {}

    /**
     * A line of an order with insufficient stock.
     *
     * @param warehouseId the warehouse that is short, or null if the product as a whole is
     */
    record Shortage(
            String productId, @Nullable String warehouseId, long available, long requested) {}

    /** The warehouse holds less ({@code available}) than the quantity to be taken out of it. */
    record InsufficientWarehouseStock(
            String productId, String warehouseId, long available, long requested)
            implements Refusal {}

    /** The warehouse holds {@code actual}, and the caller expects {@code expected}. */
    record StaleCount(String productId, String warehouseId, long expected, long actual)
            implements Refusal {}

    /**
     * The adjustment would leave less than is reserved for orders.
     *
     * @param warehouseId the warehouse that would hold less than is blocked and reserved there;
     *     null if the product as a whole is short
     */
    record WouldOversell(
            String productId, @Nullable String warehouseId, long reserved, long newTotal)
            implements Refusal {}

    /** The name of the refusal in problems and metrics, such as {@code insufficient-stock}. */
    default String name() {
        return switch (this) {
            case IdempotencyKeyReused _ -> "idempotency-key-reused";
            case ProductNotFound _ -> "product-not-found";
            case AlreadyRegistered _ -> "already-registered";
            case VersionMismatch _ -> "version-mismatch";
            case ArchivedProduct _ -> "product-archived";
            case ShipmentNotFound _ -> "shipment-not-found";
            case ReservationNotFound _, OrderReservationsNotFound _ -> "reservation-not-found";
            case ReservationExists _, OrderReservationsExist _ -> "reservation-exists";
            case InvalidQuantity _, ReturnBeyondShipment _ -> "invalid-quantity";
            case InsufficientStock _, InsufficientOrderStock _, InsufficientWarehouseStock _ ->
                    "insufficient-stock";
            case StaleCount _ -> "stale-count";
            case WouldOversell _ -> "would-oversell";
        };
    }
}
