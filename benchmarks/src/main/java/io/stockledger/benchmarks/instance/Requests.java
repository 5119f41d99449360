package io.stockledger.benchmarks.instance;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.processing.CommandRequest;

/** The loads' steps as the service's commands and requests: the one place that makes them. */
public final class Requests {

    private Requests() {}

    static CommandRequest register(int product) {
        String id = FilledProducts.id(product);
        return request(
                new RegisterProduct(
                        id, id, id, FilledProducts.OPENING_STOCK, FilledProducts.WAREHOUSE));
    }

    static CommandRequest of(ShopOrders.Next next) {
        return request(command(next));
    }

    /** The command alone, for a baseline that has no processor. */
    public static ProductCommand command(ShopOrders.Next next) {
        String id = FilledProducts.id(next.product());
        return switch (next.step()) {
            case RESERVE -> new ReserveStock(id, next.orderId(), 1);
            case SHIP -> new ShipStock(id, next.orderId(), FilledProducts.WAREHOUSE, 1);
        };
    }

    private static CommandRequest request(ProductCommand command) {
        return new CommandRequest(command, null, null, null, null);
    }
}
