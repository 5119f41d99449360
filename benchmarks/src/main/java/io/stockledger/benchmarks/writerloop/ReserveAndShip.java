package io.stockledger.benchmarks.writerloop;

import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.processing.CommandProcessor;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A client of a shop: reserves one unit of a product, and next ships it. Each is one command and
 * one event.
 */
final class ReserveAndShip implements ClosedLoop.Client {

    private final CommandProcessor processor;
    private final int productCount;
    private final String name;
    private long orders;
    private String productId = "";
    private boolean reserved;

    ReserveAndShip(CommandProcessor processor, int productCount, int number) {
        this.processor = processor;
        this.productCount = productCount;
        this.name = "client-" + number + "-" + System.nanoTime() + "-";
    }

    @Override
    public void operate() throws Exception {
        if (reserved) {
            Products.requireRecorded(
                    processor
                            .submit(
                                    Products.request(
                                            new ShipStock(
                                                    productId,
                                                    name + orders,
                                                    Products.WAREHOUSE,
                                                    1)))
                            .get());
            reserved = false;
        } else {
            orders++;
            productId = Products.id(ThreadLocalRandom.current().nextInt(productCount));
            Products.requireRecorded(
                    processor
                            .submit(Products.request(new ReserveStock(productId, name + orders, 1)))
                            .get());
            reserved = true;
        }
    }
}
