package io.stockledger.command.domain;

import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RegisterProduct;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;

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
        return switch (random.nextInt(includeUnusual ? 27 : 26)) {
            case 0 -> new RegisterProduct(productId, "Lamp", "sku-1", level(), warehouse());
            case 1, 2, 3 ->
                    new ReceiveStock(productId, warehouse(), quantity(), "delivery", rarely());
            case 4, 5, 6, 7, 8 -> reservation(productId);
            case 9 -> new CancelReservation(productId, order());
            case 10, 11, 12 -> new ShipStock(productId, order(), warehouse(), quantity(), rarely());
            case 13 -> adjustment(productId);
            case 14 -> new TransferStock(productId, warehouse(), warehouse(), quantity(), "truck");
            case 15 -> new CountStock(productId, warehouse(), level(), "sheet", null);
            case 16, 17, 18 -> change(productId);
            case 19 -> new BlockStock(productId, warehouse(), quantity(), "inspection");
            case 20 -> new UnblockStock(productId, warehouse(), quantity(), "inspected");
            case 21 -> new WriteOffStock(productId, warehouse(), quantity(), "broken", rarely());
            case 22 -> new RenameProduct(productId, "Lamp " + random.nextInt(3), null);
            case 23 -> policy(productId);
            case 24 -> rarely() ? new ArchiveProduct(productId) : new RestoreProduct(productId);
            case 25 ->
                    new ReturnStock(
                            productId,
                            order(),
                            warehouse(),
                            quantity(),
                            "unwanted",
                            rarely(),
                            null);
            default -> new ExpireReservations(productId, List.of(order(), order()));
        };
    }

    private ReserveStock reservation(String productId) {
        String warehouseId = rarely() ? warehouse() : null;
        if (!includeUnusual || random.nextBoolean()) {
            return new ReserveStock(productId, order(), quantity(), null, false, warehouseId);
        }
        return new ReserveStock(
                productId,
                order(),
                quantity(),
                1 + random.nextInt(30),
                random.nextBoolean(),
                warehouseId);
    }

    private ChangeReservation change(String productId) {
        Edit<Integer> end =
                includeUnusual && rarely()
                        ? new Edit.SetTo<>(random.nextBoolean() ? 1 + random.nextInt(30) : null)
                        : new Edit.Keep<>();
        Edit<String> warehouse =
                rarely()
                        ? new Edit.SetTo<>(random.nextBoolean() ? warehouse() : null)
                        : new Edit.Keep<>();
        return new ChangeReservation(
                productId, order(), random.nextBoolean() ? quantity() : null, end, warehouse);
    }

    private SetStockPolicy policy(String productId) {
        return new SetStockPolicy(
                productId,
                random.nextLong(4),
                includeUnusual && rarely()
                        ? Quantities.QUANTITY_MAX - random.nextLong(3)
                        : random.nextLong(6),
                random.nextBoolean() ? level() : null);
    }

    private boolean rarely() {
        return random.nextInt(4) == 0;
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
