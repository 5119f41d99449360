package io.stockledger.command.eventstore;

/** A product and an order that reserves it or ships it. */
public record ProductOfOrder(String productId, String orderId) {}
