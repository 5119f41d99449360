package io.stockledger.query.inventory.search;

import io.stockledger.query.generations.Hold;
import io.stockledger.query.stock.InventoryItem;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A product as it was read, with the period in which the item is true unless an event changes it.
 *
 * @param hold the hold of the product; null if it is not held
 * @param hasLapsedStock whether a reservation has lapsed whose {@code ReservationExpired} is not
 *     among the events up to the item's version
 * @param validFrom the latest expiry among these reservations
 * @param validUntil the earliest expiry among the other reservations
 */
public record InventoryReading(
        InventoryItem item,
        @Nullable Hold hold,
        boolean hasLapsedStock,
        Instant validFrom,
        Instant validUntil) {}
