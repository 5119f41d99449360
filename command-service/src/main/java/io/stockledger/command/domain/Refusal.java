package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Why a command is refused. The order of the types here is their order of precedence: where two
 * apply, the first is the answer.
 */
public sealed interface Refusal {

    /** The key came with another command before. Found out by the log, not by the domain. */
    record IdempotencyKeyReused(String key) implements Refusal {}

    record ProductNotFound(String productId) implements Refusal {}

    record AlreadyRegistered(String productId) implements Refusal {}

    /**
     * The command names a version ({@code expected}) that the product is not at ({@code actual}).
     */
    record VersionMismatch(String productId, long expected, long actual) implements Refusal {}

    record ReservationNotFound(String productId, String orderId) implements Refusal {}

    /** The order holds nothing of any product. */
    record OrderReservationsNotFound(String orderId) implements Refusal {}

    /** The order holds {@code quantity} of the product already. */
    record ReservationExists(String productId, String orderId, long quantity) implements Refusal {}

    /**
     * The quantity in {@code field} is below its least, above what is reserved, or leads beyond the
     * greatest.
     */
    record InvalidQuantity(String field, long quantity, String rule) implements Refusal {}

    /** Less is available than the order asks for. */
    record InsufficientStock(String productId, long available, long requested) implements Refusal {}

    /** Less is available than the basket asks for, in each of these products. */
    record InsufficientOrderStock(String orderId, List<Shortage> lines) implements Refusal {}

    /**
     * What one line lacks.
     *
     * @param warehouseId where the line ships from, or null where it only reserves
     */
    record Shortage(
            String productId, @Nullable String warehouseId, long available, long requested) {}

    /** Less is in the warehouse ({@code available}) than shall leave it. */
    record InsufficientWarehouseStock(
            String productId, String warehouseId, long available, long requested)
            implements Refusal {}

    /** The warehouse holds {@code actual}, not what the caller believed. */
    record StaleCount(String productId, String warehouseId, long expected, long actual)
            implements Refusal {}

    /**
     * The adjustment would leave {@code newTotal}, less than the {@code reserved} that orders hold.
     */
    record WouldOversell(String productId, long reserved, long newTotal) implements Refusal {}
}
