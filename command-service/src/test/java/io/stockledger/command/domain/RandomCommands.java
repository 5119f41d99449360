package io.stockledger.command.domain;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;

import java.util.List;
import java.util.Random;

/**
 * Random commands on few orders and warehouses, so that they affect each other. Some have a
 * quantity that is unusual or invalid.
 */
public final class RandomCommands {

    private static final List<String> WAREHOUSES = List.of("main", "north", "south/2");
    private static final int ORDERS = 8;
    private static final long[] UNUSUAL_QUANTITIES = {
        0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Quantities.QUANTITY_MAX, Quantities.QUANTITY_MAX + 1
    };

    private final Random random;
    private final boolean includeUnusual;

    private RandomCommands(Random random, boolean includeUnusual) {
        this.random = random;
        this.includeUnusual = includeUnusual;
    }

    /** Commands of which some have unusual or invalid quantities. */
    public static RandomCommands of(Random random) {
        return new RandomCommands(random, true);
    }

    /** Commands with usual quantities only. */
    public static RandomCommands sane(Random random) {
        return new RandomCommands(random, false);
    }

    public ProductCommand next(String productId) {
        return switch (random.nextInt(includeUnusual ? 13 : 12)) {
            case 0 -> new RegisterProduct(productId, "Lamp", "sku-1", level(), warehouse());
            case 1, 2 -> new ReceiveStock(productId, warehouse(), quantity(), "delivery");
            case 3, 4, 5 -> reservation(productId);
            case 6 -> new CancelReservation(productId, order());
            case 7, 8 -> new ShipStock(productId, order(), warehouse(), quantity());
            case 9 -> adjustment(productId);
            case 10 -> new TransferStock(productId, warehouse(), warehouse(), quantity(), "truck");
            case 11 -> new CountStock(productId, warehouse(), level(), "sheet", null);
            default -> new ExpireReservations(productId, List.of(order(), order()));
        };
    }

    private ReserveStock reservation(String productId) {
        if (!includeUnusual || random.nextBoolean()) {
            return new ReserveStock(productId, order(), quantity());
        }
        return new ReserveStock(
                productId, order(), quantity(), 1 + random.nextInt(30), random.nextBoolean());
    }

    private AdjustStock adjustment(String productId) {
        Long expected = random.nextInt(3) == 0 ? random.nextLong(30) : null;
        return new AdjustStock(productId, warehouse(), level(), "broken", expected);
    }

    private String warehouse() {
        return WAREHOUSES.get(random.nextInt(WAREHOUSES.size()));
    }

    private String order() {
        return "order-" + random.nextInt(ORDERS);
    }

    private long quantity() {
        return isUnusual() ? unusualQuantity() : 1 + random.nextLong(12);
    }

    private long level() {
        return isUnusual() ? unusualQuantity() : random.nextLong(30);
    }

    private boolean isUnusual() {
        return includeUnusual && random.nextInt(15) == 0;
    }

    private long unusualQuantity() {
        return UNUSUAL_QUANTITIES[random.nextInt(UNUSUAL_QUANTITIES.length)];
    }
}
