package io.stockledger.query.stock;

import org.jspecify.annotations.Nullable;

/**
 * The reservation of an order that is bound to a warehouse.
 *
 * @param warehouseId null if the order holds no bound reservation of the product any more
 * @param quantity the quantity that is still reserved; 0 once the reservation has ended
 */
public record BoundReservation(
        String productId, String orderId, @Nullable String warehouseId, long quantity) {

    static BoundReservation none(String productId, String orderId) {
        return new BoundReservation(productId, orderId, null, 0);
    }

    /** The reservation with another quantity and warehouse; none without both. */
    BoundReservation with(@Nullable String newWarehouseId, long newQuantity) {
        return newWarehouseId == null || newQuantity == 0
                ? none(productId, orderId)
                : new BoundReservation(productId, orderId, newWarehouseId, newQuantity);
    }
}
