package io.stockledger.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Adds the shipments of orders: one shipment per row of the invoice, from the warehouse of the
 * order. If that warehouse has too little, goods are transferred to it first (every {@value
 * #TRANSFER_EVERY}th time), or the missing quantity is shipped from the other warehouses.
 */
final class OrderPicker {

    private static final int TRANSFER_EVERY = 4;

    private final List<String> warehouseIds;
    private int shortPicks;

    OrderPicker(List<String> warehouseIds) {
        this.warehouseIds = warehouseIds;
    }

    /**
     * Adds the shipments of a reservation.
     *
     * @param parts the quantities of the rows of the invoice; each row is a shipment
     * @param heldBack the part of their sum that is not shipped, subtracted from the last rows
     */
    void pick(ProductScript script, String orderId, List<Long> parts, long heldBack) {
        String warehouse = warehouseOf(orderId);
        for (long part : withoutLast(parts, heldBack)) {
            pickPart(script, orderId, warehouse, part);
        }
    }

    private void pickPart(ProductScript script, String orderId, String warehouse, long part) {
        if (script.model().unblocked(warehouse) < part) {
            shortPicks++;
            if (shortPicks % TRANSFER_EVERY == 0) {
                transfer(script, orderId, warehouse, part);
            }
        }
        long left = part - ship(script, orderId, warehouse, part);
        for (String other : warehouseIds) {
            if (left > 0 && !other.equals(warehouse)) {
                left -= ship(script, orderId, other, left);
            }
        }
        if (left > 0) {
            // After a loss, orders exceed the stock: the shipment is refused and the line stays
            // open.
            script.add(new Command.Ship(orderId, warehouse, left));
        }
    }

    /** Ships at most what the warehouse has for sale, and returns the shipped quantity. */
    private static long ship(
            ProductScript script, String orderId, String warehouse, long quantity) {
        long shippable = Math.min(quantity, script.model().unblocked(warehouse));
        if (shippable > 0) {
            script.add(new Command.Ship(orderId, warehouse, shippable));
        }
        return shippable;
    }

    private void transfer(ProductScript script, String orderId, String warehouse, long part) {
        ProductModel model = script.model();
        String fullest =
                warehouseIds.stream()
                        .filter(other -> !other.equals(warehouse))
                        .max(Comparator.comparingLong(model::unblocked))
                        .orElse(warehouse);
        long brought = Math.min(part - model.unblocked(warehouse), model.unblocked(fullest));
        if (brought > 0 && !fullest.equals(warehouse)) {
            script.add(new Command.Transfer(fullest, warehouse, brought, "for order " + orderId));
        }
    }

    private String warehouseOf(String orderId) {
        return warehouseIds.get(Math.floorMod(orderId.hashCode(), warehouseIds.size()));
    }

    private static List<Long> withoutLast(List<Long> parts, long heldBack) {
        List<Long> kept = new ArrayList<>(parts);
        long toHold = heldBack;
        while (toHold > 0 && !kept.isEmpty()) {
            long last = kept.removeLast();
            long held = Math.min(last, toHold);
            toHold -= held;
            if (last > held) {
                kept.add(last - held);
            }
        }
        return kept;
    }
}
