package io.stockledger.benchmarks.instance;

import io.stockledger.benchmarks.database.FilledProducts;
import io.stockledger.benchmarks.load.Baskets;
import io.stockledger.benchmarks.load.ProductChoice;
import io.stockledger.benchmarks.load.ProductSpread;
import io.stockledger.benchmarks.load.RandomKeys;
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

/** The loads' steps as the service's commands and requests: the one place that makes them. */
public final class Requests {

    /** What the clients of a load send. */
    public interface Source {

        /**
         * The requests of one client.
         *
         * @param prefix begins the ids of its orders and of no other client's
         */
        Supplier<CommandRequest> forClient(String prefix);
    }

    private Requests() {}

    /** One unit of one product is reserved, and next shipped. */
    public static Source singles(ProductSpread spread) {
        return singles(spread::choice);
    }

    /** The same of products chosen otherwise, by a choice for each client. */
    public static Source singles(Supplier<ProductChoice> choices) {
        return prefix -> {
            var orders = new ShopOrders(choices.get(), prefix);
            return () -> CommandRequest.of(command(orders.next()));
        };
    }

    /** The same, each with an idempotency key of its own. */
    public static Source singlesWithKeys(ProductSpread spread) {
        return prefix -> {
            var orders = new ShopOrders(spread.choice(), prefix);
            var keys = new RandomKeys();
            return () -> CommandRequest.of(command(orders.next())).withKey(keys.get());
        };
    }

    /** A basket of so many products is reserved, and next shipped. */
    public static Source baskets(ProductSpread spread, int lines) {
        return prefix -> {
            var baskets = new Baskets(spread.choice(), lines, prefix);
            return () -> CommandRequest.of(command(baskets.next()));
        };
    }

    /** A single command alone, for a baseline that has no processor. */
    public static ProductCommand command(ShopOrders.Next next) {
        String id = FilledProducts.id(next.product());
        return switch (next.step()) {
            case RESERVE -> new ReserveStock(id, next.orderId(), 1);
            case SHIP -> new ShipStock(id, next.orderId(), FilledProducts.WAREHOUSE, 1);
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

    private static OrderCommand command(Baskets.Next next) {
        var ids = next.products().stream().map(FilledProducts::id);
        return switch (next.step()) {
            case RESERVE ->
                    new ReserveOrder(
                            next.orderId(),
                            ids.map(id -> new Line(id, 1)).toList(),
                            null,
                            Policy.ALL_OR_NOTHING);
            case SHIP ->
                    new ShipOrder(
                            next.orderId(),
                            ids.map(id -> new Shipment(id, FilledProducts.WAREHOUSE, 1)).toList());
        };
    }
}
