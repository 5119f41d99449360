package io.stockledger.query.movements;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The conditions that the movements of a page meet. A condition that is null admits every movement.
 *
 * @param productId the product
 * @param warehouseId a warehouse that the event names, also as the target of a transfer
 * @param orderId an order that the event names, also as the one that gets a reservation
 * @param type the wire name of the type of the event
 * @param from the earliest time of the event, included
 * @param to the latest time of the event, included
 */
record MovementFilter(
        @Nullable String productId,
        @Nullable String warehouseId,
        @Nullable String orderId,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to) {}
