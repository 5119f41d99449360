package io.stockledger.replay;

import io.stockledger.replay.Outcome.Refused;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The expected stock of one product in its warehouses. Not thread-safe. */
final class StockModel {

    private record Movement(long version, String warehouseId, long change) {}

    private final Map<String, Long> held = new TreeMap<>();
    private final Map<String, Long> blocked = new TreeMap<>();
    private final List<Movement> movements = new ArrayList<>();

    /** Applies the command, or returns its refusal. */
    @Nullable Refused receive(Command.Receive receive, long version) {
        if (receive.quantity() < 1) {
            return Refused.invalidQuantity(receive.quantity());
        }
        move(receive.warehouseId(), receive.quantity(), version);
        return null;
    }

    /** Applies the command, or returns its refusal. */
    @Nullable Refused transfer(Command.Transfer transfer, long version) {
        String from = transfer.fromWarehouseId();
        Refused refused = taking(from, transfer.quantity(), unblocked(from));
        if (refused == null) {
            move(from, -transfer.quantity(), version);
            move(transfer.toWarehouseId(), transfer.quantity(), version);
        }
        return refused;
    }

    /** Applies the command, or returns its refusal. */
    @Nullable Refused block(Command.Block block) {
        String warehouse = block.warehouseId();
        Refused refused = taking(warehouse, block.quantity(), unblocked(warehouse));
        if (refused == null) {
            block(warehouse, block.quantity());
        }
        return refused;
    }

    /** Applies the command, or returns its refusal. */
    @Nullable Refused unblock(Command.Unblock unblock) {
        String warehouse = unblock.warehouseId();
        Refused refused = taking(warehouse, unblock.quantity(), blocked(warehouse));
        if (refused == null) {
            block(warehouse, -unblock.quantity());
        }
        return refused;
    }

    /** Applies the command, or returns its refusal. */
    @Nullable Refused writeOff(Command.WriteOff writeOff, long version) {
        String warehouse = writeOff.warehouseId();
        long holds = writeOff.blocked() ? blocked(warehouse) : unblocked(warehouse);
        Refused refused = taking(warehouse, writeOff.quantity(), holds);
        if (refused == null) {
            move(warehouse, -writeOff.quantity(), version);
            block(warehouse, writeOff.blocked() ? -writeOff.quantity() : 0);
        }
        return refused;
    }

    /** The refusal of a quantity below 1, or beyond what the warehouse has; null if it is right. */
    static @Nullable Refused taking(String warehouseId, long quantity, long available) {
        if (quantity < 1) {
            return Refused.invalidQuantity(quantity);
        }
        return quantity > available
                ? Refused.warehouseShort(warehouseId, available, quantity)
                : null;
    }

    /**
     * Changes the quantity in a warehouse.
     *
     * @param version the version of the product with this change
     */
    void move(String warehouseId, long change, long version) {
        movements.add(new Movement(version, warehouseId, change));
        held.merge(warehouseId, change, Math::addExact);
    }

    /** Changes the part of the quantity in a warehouse that is not for sale. */
    void block(String warehouseId, long change) {
        blocked.merge(warehouseId, change, Math::addExact);
    }

    /** The sum of the changes in a warehouse after a version. */
    long movedSince(long version, String warehouseId) {
        return movements.stream()
                .filter(movement -> movement.version() > version)
                .filter(movement -> movement.warehouseId().equals(warehouseId))
                .mapToLong(Movement::change)
                .sum();
    }

    long held(String warehouseId) {
        return held.getOrDefault(warehouseId, 0L);
    }

    long blocked(String warehouseId) {
        return blocked.getOrDefault(warehouseId, 0L);
    }

    /** The quantity in a warehouse that is for sale. */
    long unblocked(String warehouseId) {
        return held(warehouseId) - blocked(warehouseId);
    }

    long total() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }

    long blocked() {
        return blocked.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The quantity of each warehouse, in the order of the ids. */
    Map<String, Long> byWarehouse() {
        return held;
    }

    /** The blocked quantity of each warehouse that has ever had any, in the order of the ids. */
    Map<String, Long> blockedByWarehouse() {
        return blocked;
    }
}
