package io.stockledger.command.domain;

import java.time.Instant;
import java.util.Map;

/** All that a product is, to compare it with another. */
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

    /** The product as it is now; later changes of it do not show. */
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
