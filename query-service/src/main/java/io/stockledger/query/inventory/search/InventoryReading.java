package io.stockledger.query.inventory.search;

import io.stockledger.query.stock.InventoryItem;

import java.time.Instant;

/**
 * A product as it was read, with the period in which the item is true unless an event changes it.
 *
 * @param hasLapsedStock whether a reservation has lapsed whose {@code ReservationExpired} is not
 *     among the events up to the item's version
 * @param validFrom the latest expiry among these reservations
 * @param validUntil the earliest expiry among the other reservations
 */
public record InventoryReading(
        InventoryItem item, boolean hasLapsedStock, Instant validFrom, Instant validUntil) {}
