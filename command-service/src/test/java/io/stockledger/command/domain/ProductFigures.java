package io.stockledger.command.domain;

import java.time.Instant;
import java.util.Map;

/** The complete state of a product, for comparisons. */
public record ProductFigures(
        String productId,
        String name,
        String sku,
        long version,
        Instant updatedAt,
        long totalStock,
        long reservedStock,
        Map<String, Long> warehouses,
        Map<String, Reservation> reservations) {

    /** The current state; later changes of the product do not affect it. */
    public static ProductFigures of(Product product) {
        return new ProductFigures(
                product.productId(),
                product.name(),
                product.sku(),
                product.version(),
                product.updatedAt(),
                product.totalStock(),
                product.reservedStock(Instant.MIN),
                Map.copyOf(product.warehouses()),
                Map.copyOf(product.reservations()));
    }
}
