package io.stockledger.command.http;

import io.stockledger.command.domain.Product;

import java.time.Instant;
import java.util.List;

/** A product after its last event, without the reservations that have lapsed since. */
record ProductAnswer(
        String productId,
        String name,
        String sku,
        long totalStock,
        long availableStock,
        long reservedStock,
        long shortfall,
        List<WarehouseStock> warehouses,
        long version,
        Instant updatedAt,
        long openReservations) {

    record WarehouseStock(String warehouseId, long quantity) {}

    static ProductAnswer of(Product product, Instant now) {
        return new ProductAnswer(
                product.productId(),
                product.name(),
                product.sku(),
                product.totalStock(),
                product.availableStock(now),
                product.reservedStock(now),
                product.shortfall(now),
                product.warehouses().entrySet().stream()
                        .map(e -> new WarehouseStock(e.getKey(), e.getValue()))
                        .toList(),
                product.version(),
                product.updatedAt(),
                product.openReservations(now));
    }
}
