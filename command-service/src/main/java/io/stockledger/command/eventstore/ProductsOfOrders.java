package io.stockledger.command.eventstore;

import io.stockledger.events.LogEpoch;

import java.util.Map;
import java.util.Set;

/**
 * The products that orders have ever reserved or got from other orders, all read at one moment.
 * Later moments only add products.
 *
 * @param epoch the epoch of the log at that moment
 * @param productIds for each order, its products in the order of their first reservation; empty for
 *     an order without products
 */
public record ProductsOfOrders(LogEpoch epoch, Map<String, Set<String>> productIds) {}
