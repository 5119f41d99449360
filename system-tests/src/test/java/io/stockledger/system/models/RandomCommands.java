package io.stockledger.system.models;

import io.stockledger.command.domain.Command;
import io.stockledger.command.domain.Edit;
import io.stockledger.command.domain.OrderCommand.CancelOrder;
import io.stockledger.command.domain.OrderCommand.ChangeOrder;
import io.stockledger.command.domain.OrderCommand.Line;
import io.stockledger.command.domain.OrderCommand.LineChange;
import io.stockledger.command.domain.OrderCommand.Policy;
import io.stockledger.command.domain.OrderCommand.ReassignOrder;
import io.stockledger.command.domain.OrderCommand.ReserveOrder;
import io.stockledger.command.domain.OrderCommand.ReturnOrder;
import io.stockledger.command.domain.OrderCommand.ReturnedLine;
import io.stockledger.command.domain.OrderCommand.SellOrder;
import io.stockledger.command.domain.OrderCommand.ShipOrder;
import io.stockledger.command.domain.OrderCommand.Shipment;
import io.stockledger.command.domain.ProductCommand.AdjustStock;
import io.stockledger.command.domain.ProductCommand.ArchiveProduct;
import io.stockledger.command.domain.ProductCommand.BlockStock;
import io.stockledger.command.domain.ProductCommand.CancelReservation;
import io.stockledger.command.domain.ProductCommand.ChangeReservation;
import io.stockledger.command.domain.ProductCommand.CountStock;
import io.stockledger.command.domain.ProductCommand.ExpireReservations;
import io.stockledger.command.domain.ProductCommand.ReceiveStock;
import io.stockledger.command.domain.ProductCommand.RenameProduct;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.RestoreProduct;
import io.stockledger.command.domain.ProductCommand.ReturnStock;
import io.stockledger.command.domain.ProductCommand.SetStockPolicy;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.command.domain.ProductCommand.TransferStock;
import io.stockledger.command.domain.ProductCommand.UnblockStock;
import io.stockledger.command.domain.ProductCommand.WriteOffStock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random commands on few products, orders and warehouses, so that they affect each other. */
final class RandomCommands {

    private static final List<String> WAREHOUSES = List.of("main", "north", "south");
    private static final int ORDERS = 5;

    private final Random random;

    RandomCommands(Random random) {
        this.random = random;
    }

    Command next() {
        String p = product();
        return switch (random.nextInt(36)) {
            case 0, 1, 2 -> new ReceiveStock(p, warehouse(), quantity(), "delivery", rarely());
            case 3, 4, 5, 6 ->
                    new ReserveStock(p, order(), quantity(), seconds(), rarely(), place());
            case 7, 8, 9 -> new ChangeReservation(p, order(), newQuantity(), end(), newPlace());
            case 10 -> new CancelReservation(p, order());
            case 11, 12, 13 -> new ShipStock(p, order(), warehouse(), quantity(), often());
            case 14, 15 ->
                    new ReturnStock(p, order(), warehouse(), quantity(), "wrong", rarely(), null);
            case 16 -> new BlockStock(p, warehouse(), quantity(), "damaged");
            case 17 -> new UnblockStock(p, warehouse(), quantity(), "inspected");
            case 18 -> new WriteOffStock(p, warehouse(), quantity(), "broken", often());
            case 19 -> new TransferStock(p, warehouse(), warehouse(), quantity(), "truck");
            case 20 -> new AdjustStock(p, warehouse(), random.nextLong(30), "found", null);
            case 21 -> new CountStock(p, warehouse(), random.nextLong(30), "sheet", null);
            case 22 -> new SetStockPolicy(p, random.nextLong(4), random.nextLong(6), reorderAt());
            case 23 -> new RenameProduct(p, "Lamp " + random.nextInt(3), null);
            case 24 -> rarely() ? new ArchiveProduct(p) : new RestoreProduct(p);
            case 25 -> new RestoreProduct(p);
            case 26 -> new ExpireReservations(p, List.of(order(), order()));
            case 27, 28 -> new ReserveOrder(order(), lines(), seconds(), policy());
            case 29 -> new ChangeOrder(order(), changes(), end(), Set.copyOf(products()));
            case 30 -> new CancelOrder(order(), Set.copyOf(products()));
            case 31, 32 -> reassignment();
            case 33 -> new ShipOrder(order(), shipments(), often());
            case 34 -> new SellOrder(order(), shipments(), policy());
            default -> new ReturnOrder(order(), returns(), Map.of());
        };
    }

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        String place = place();
        for (int i = 0; i < 3; i++) {
            lines.add(new Line(product(), quantity(), place));
        }
        return lines;
    }

    private List<LineChange> changes() {
        return products().stream()
                .filter(_ -> often())
                .map(id -> new LineChange(id, random.nextLong(12), newPlace()))
                .toList();
    }

    private List<Shipment> shipments() {
        var shipments = new ArrayList<Shipment>();
        for (int i = 0; i < 3; i++) {
            shipments.add(new Shipment(product(), warehouse(), quantity()));
        }
        return shipments;
    }

    private List<ReturnedLine> returns() {
        return List.of(
                new ReturnedLine(product(), warehouse(), 1, "wrong", rarely()),
                new ReturnedLine(product(), warehouse(), quantity(), "wrong", rarely()));
    }

    private Policy policy() {
        return often() ? Policy.PARTIAL : Policy.ALL_OR_NOTHING;
    }

    private @Nullable Long newQuantity() {
        return often() ? quantity() : null;
    }

    private Edit<Integer> end() {
        return often() ? new Edit.Keep<>() : new Edit.SetTo<>(seconds());
    }

    private Edit<String> newPlace() {
        return often() ? new Edit.Keep<>() : new Edit.SetTo<>(place());
    }

    private @Nullable Long reorderAt() {
        return often() ? random.nextLong(9) : null;
    }

    private @Nullable Integer seconds() {
        return often() ? 1 + random.nextInt(40) : null;
    }

    private @Nullable String place() {
        return often() ? warehouse() : null;
    }

    private boolean often() {
        return random.nextBoolean();
    }

    private boolean rarely() {
        return random.nextInt(4) == 0;
    }

    private long quantity() {
        return 1 + random.nextLong(9);
    }

    private static List<String> products() {
        return RandomHistory.PRODUCTS;
    }

    private String product() {
        return products().get(random.nextInt(products().size()));
    }

    private String warehouse() {
        return WAREHOUSES.get(random.nextInt(WAREHOUSES.size()));
    }

    private String order() {
        return "order-" + random.nextInt(ORDERS);
    }

    private ReassignOrder reassignment() {
        int from = random.nextInt(ORDERS);
        int to = (from + 1 + random.nextInt(ORDERS - 1)) % ORDERS;
        return new ReassignOrder("order-" + from, "order-" + to, null, Set.copyOf(products()));
    }
}
