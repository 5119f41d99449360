package io.stockledger.benchmarks.instance;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Baskets;
import io.stockledger.benchmarks.load.ProductChoice;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.load.RandomKeys;
import io.stockledger.benchmarks.load.RequestSource;
import io.stockledger.benchmarks.load.ShopOrders;
import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.writer.CommandRequest;

import java.util.function.Supplier;

/** Creates the commands and requests of the loads. */
public final class Requests {

    private Requests() {}

    /** Reserves one unit of a product, and ships it with the next request. */
    public static RequestSource<CommandRequest> singles(ProductSpread spread) {
        return singles(spread::choice);
    }

    /** Like {@link #singles(ProductSpread)}, with the given choice of products per client. */
    public static RequestSource<CommandRequest> singles(Supplier<ProductChoice> choices) {
        return prefix -> {
            var orders = new ShopOrders(choices.get(), prefix);
            return () -> CommandRequest.of(command(orders.next()));
        };
    }

    /** Like {@link #singles(ProductSpread)}, with a new idempotency key for each request. */
    public static RequestSource<CommandRequest> singlesWithKeys(ProductSpread spread) {
        return prefix -> {
            var orders = new ShopOrders(spread.choice(), prefix);
            var keys = new RandomKeys();
            return () -> CommandRequest.of(command(orders.next())).withKey(keys.get());
        };
    }

    /** Reserves a basket of this number of products, and ships it with the next request. */
    public static RequestSource<CommandRequest> baskets(ProductSpread spread, int lines) {
        return prefix -> {
            var baskets = new Baskets(spread.choice(), lines, prefix);
            return () -> CommandRequest.of(command(baskets.next()));
        };
    }

    /** Returns the command of a step, for a baseline without a writer loop. */
    public static ProductCommand command(ShopOrders.OrderStep step) {
        String id = FilledProducts.id(step.product());
        return switch (step.action()) {
            case RESERVE -> new ReserveStock(id, step.orderId(), 1);
            case SHIP -> new ShipStock(id, step.orderId(), FilledProducts.WAREHOUSE, 1);
        };
    }

    static CommandRequest register(int product) {
        String id = FilledProducts.id(product);
        return CommandRequest.of(
                new RegisterProduct(
                        id, id, id, FilledProducts.OPENING_STOCK, FilledProducts.WAREHOUSE));
    }

    static CommandRequest reserve(int product, String orderId) {
        return CommandRequest.of(new ReserveStock(FilledProducts.id(product), orderId, 1));
    }

    private static OrderCommand command(Baskets.BasketStep step) {
        var ids = step.products().stream().map(FilledProducts::id);
        return switch (step.action()) {
            case RESERVE ->
                    new ReserveOrder(
                            step.orderId(),
                            ids.map(id -> new Line(id, 1)).toList(),
                            null,
                            Policy.ALL_OR_NOTHING);
            case SHIP ->
                    new ShipOrder(
                            step.orderId(),
                            ids.map(id -> new Shipment(id, FilledProducts.WAREHOUSE, 1)).toList());
        };
    }
}
