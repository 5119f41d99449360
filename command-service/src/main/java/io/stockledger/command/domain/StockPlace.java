package io.stockledger.command.domain;

/** The stock of a product in one warehouse. */
public record StockPlace(String productId, String warehouseId) {}
