package io.stockledger.benchmarks.instance;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.processing.CommandRequest;

import java.util.Arrays;

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

    /** The same under a key of its own. */
    static CommandRequest keyed(ShopOrders.Next next) {
        return of(next).withKey(next.orderId() + "-" + next.step());
    }

    /** All lines of an order in one command. */
    static CommandRequest basket(ShopOrders.Step step, String orderId, int[] products) {
        return request(
                switch (step) {
                    case RESERVE ->
                            new ReserveOrder(
                                    orderId,
                                    Arrays.stream(products)
                                            .mapToObj(p -> new Line(FilledProducts.id(p), 1))
                                            .toList(),
                                    null,
                                    Policy.ALL_OR_NOTHING);
                    case SHIP ->
                            new ShipOrder(
                                    orderId,
                                    Arrays.stream(products)
                                            .mapToObj(
                                                    p ->
                                                            new Shipment(
                                                                    FilledProducts.id(p),
                                                                    FilledProducts.WAREHOUSE,
                                                                    1))
                                            .toList());
                });
    }

    private static CommandRequest request(Command command) {
        return CommandRequest.of(command);
    }
}
