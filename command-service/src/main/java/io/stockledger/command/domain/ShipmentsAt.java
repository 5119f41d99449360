package io.stockledger.command.domain;

/**
 * The shipments of an order at a past version of the product. Past versions do not change, so the
 * quantities can be looked up in the event log before the command is decided.
 */
public record ShipmentsAt(long version, OrderShipments shipments) {}
