package io.stockledger.command.http;

import io.stockledger.command.domain.Product;

import org.jspecify.annotations.Nullable;

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
        long blockedStock,
        long safetyStock,
        long backorderLimit,
        long availableToPromise,
        @Nullable Long reorderPoint,
        boolean archived,
        List<Warehouse> warehouses,
        long version,
        Instant updatedAt,
        long openReservations) {

    record Warehouse(String warehouseId, long quantity, long blocked, long reserved) {}

    static ProductAnswer of(Product product, Instant now) {
        return new ProductAnswer(
                product.productId(),
                product.name(),
                product.sku(),
                product.totalStock(),
                product.availableStock(now),
                product.reservedStock(now),
                product.shortfall(now),
                product.blockedStock(),
                product.policy().safetyStock(),
                product.policy().backorderLimit(),
                product.availableToPromise(now),
                product.policy().reorderPoint(),
                product.isArchived(),
                product.warehouses().entrySet().stream()
                        .map(
                                stock ->
                                        new Warehouse(
                                                stock.getKey(),
                                                stock.getValue().onHand(),
                                                stock.getValue().blocked(),
                                                product.reservedIn(stock.getKey(), now)))
                        .toList(),
                product.version(),
                product.updatedAt(),
                product.openReservations(now));
    }
}
