package io.stockledger.command.http;

import io.stockledger.command.domain.Product;

import java.time.Instant;
import java.util.List;

/** A product as its last event left it. */
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
        int openReservations) {

    record WarehouseStock(String warehouseId, long quantity) {}

    static ProductAnswer of(Product product) {
        return new ProductAnswer(
                product.productId(),
                product.name(),
                product.sku(),
                product.totalStock(),
                product.availableStock(),
                product.reservedStock(),
                product.shortfall(),
                product.warehouses().entrySet().stream()
                        .map(e -> new WarehouseStock(e.getKey(), e.getValue()))
                        .toList(),
                product.version(),
                product.updatedAt(),
                product.reservations().size());
    }
}
