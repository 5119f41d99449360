package io.stockledger.command.domain;

import java.time.Instant;
import java.util.Map;

/** The complete state of a product, for comparisons. */
public record ProductFigures(
        String productId,
        ProductDetails details,
        long version,
        Instant updatedAt,
        long totalStock,
        long blockedStock,
        long reservedStock,
        Map<String, WarehouseStock> warehouses,
        Map<String, Reservation> reservations) {

    /** The current state; later changes of the product do not affect it. */
    public static ProductFigures of(Product product) {
        return new ProductFigures(
                product.productId(),
                product.details(),
                product.version(),
                product.updatedAt(),
                product.totalStock(),
                product.blockedStock(),
                product.reservedStock(Instant.MIN),
                Map.copyOf(product.warehouses()),
                Map.copyOf(product.reservations()));
    }
}
