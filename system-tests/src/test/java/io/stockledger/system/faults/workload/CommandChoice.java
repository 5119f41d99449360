package io.stockledger.system.faults.workload;

import static io.stockledger.system.faults.workload.Workload.MAIN;
import static io.stockledger.system.faults.workload.Workload.NORTH;

import io.stockledger.system.faults.history.StockCommand;
import io.stockledger.system.faults.history.StockCommand.Adjust;
import io.stockledger.system.faults.history.StockCommand.Cancel;
import io.stockledger.system.faults.history.StockCommand.CancelOrder;
import io.stockledger.system.faults.history.StockCommand.Count;
import io.stockledger.system.faults.history.StockCommand.Receive;
import io.stockledger.system.faults.history.StockCommand.Reserve;
import io.stockledger.system.faults.history.StockCommand.ReserveOrder;
import io.stockledger.system.faults.history.StockCommand.Ship;
import io.stockledger.system.faults.history.StockCommand.Transfer;
import io.stockledger.system.faults.workload.Caller.Sending;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Chooses the next command of a client. For one thread. */
final class CommandChoice {

    private static final int EXPIRY_SECONDS_MAX = 6;

    private final Workload workload;
    private final int client;
    private final SplittableRandom random;
    private final List<Reserve> reserved = new ArrayList<>();
    private final List<ReserveOrder> baskets = new ArrayList<>();
    private int number;

    CommandChoice(Workload workload, int client, SplittableRandom random) {
        this.workload = workload;
        this.client = client;
        this.random = random;
    }

    String product() {
        return any(workload.products());
    }

    /** Remembers what a later command can cancel or ship. */
    void acknowledged(StockCommand command) {
        if (command instanceof Reserve reserve) {
            reserved.add(reserve);
        } else if (command instanceof ReserveOrder basket) {
            baskets.add(basket);
        }
    }

    /**
     * Returns the next command.
     *
     * @param repeatable whether it has an idempotency key
     */
    Sending next(boolean repeatable) {
        number++;
        String id = "%s-c%d-%d".formatted(workload.prefix(), client, number);
        return new Sending(id, repeatable, command("o-" + id));
    }

    private StockCommand command(String newOrder) {
        String product = product();
        String warehouse = random.nextInt(3) == 0 ? NORTH : MAIN;
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Receive(product, warehouse, random.nextInt(1, 8));
            case 3, 4 -> basket(newOrder);
            case 5 -> basketEnd(newOrder);
            case 6, 7, 8 -> cancel(newOrder);
            case 9, 10, 11 -> ship(newOrder, warehouse);
            case 12 -> new Adjust(product, warehouse, random.nextInt(0, 60));
            case 13 ->
                    new Transfer(
                            product,
                            warehouse,
                            MAIN.equals(warehouse) ? NORTH : MAIN,
                            random.nextInt(1, 6));
            case 14 -> new Count(product, warehouse, random.nextInt(0, 50));
            default -> reserve(product, newOrder);
        };
    }

    private Reserve reserve(String product, String order) {
        boolean expires = workload.expiringProducts().contains(product) && random.nextInt(3) > 0;
        return new Reserve(
                product,
                order,
                random.nextInt(1, 12),
                expires ? random.nextInt(1, EXPIRY_SECONDS_MAX) : null);
    }

    private StockCommand basket(String order) {
        var lines = new TreeMap<String, Long>();
        int count = random.nextInt(2, 5);
        for (int i = 0; i < count; i++) {
            lines.put(product(), random.nextLong(1, 6));
        }
        return new ReserveOrder(order, lines);
    }

    private StockCommand basketEnd(String newOrder) {
        if (baskets.isEmpty()) {
            return basket(newOrder);
        }
        ReserveOrder ended = baskets.remove(random.nextInt(baskets.size()));
        return new CancelOrder(ended.orderId(), List.copyOf(ended.lines().keySet()));
    }

    private StockCommand cancel(String newOrder) {
        if (reserved.isEmpty()) {
            return reserve(product(), newOrder);
        }
        Reserve ended = reserved.remove(random.nextInt(reserved.size()));
        return new Cancel(ended.productId(), ended.orderId());
    }

    private StockCommand ship(String newOrder, String warehouse) {
        if (reserved.isEmpty()) {
            return reserve(product(), newOrder);
        }
        Reserve shipped = reserved.get(random.nextInt(reserved.size()));
        long quantity = random.nextLong(1, shipped.quantity() + 1);
        return new Ship(shipped.productId(), shipped.orderId(), warehouse, quantity);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
