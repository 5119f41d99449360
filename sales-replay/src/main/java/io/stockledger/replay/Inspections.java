package io.stockledger.replay;

import io.stockledger.replay.SalesBook.Damage;
import io.stockledger.replay.SalesBook.Return;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the commands for goods that come back and for damaged goods. Both are blocked at first. When
 * the orders of the same time are shipped, they are inspected: returned goods are then for sale
 * again, and damaged goods are written off.
 */
final class Inspections {

    /**
     * Blocked goods.
     *
     * @param damage the damage, or null if the goods are for sale after the inspection
     */
    private record Finding(
            ProductScript script, String warehouseId, long quantity, @Nullable String damage) {}

    private final List<String> warehouseIds;
    private final Map<String, List<Finding>> findings = new HashMap<>();

    Inspections(List<String> warehouseIds) {
        this.warehouseIds = warehouseIds;
    }

    /**
     * Takes goods back, at most what was shipped for the order.
     *
     * @param invoice the invoice with which they come back
     */
    void giveBack(ProductScript script, String orderId, Return back, String invoice) {
        long quantity = Math.min(back.quantity(), script.model().returnable(orderId));
        String warehouse = warehouseIds.getFirst();
        if (quantity > 0) {
            script.add(new Command.Return(orderId, warehouse, quantity, back.reason(), true));
            add(invoice, new Finding(script, warehouse, quantity, null));
        }
    }

    /**
     * Blocks damaged goods in one warehouse after the other.
     *
     * @param invoice the invoice with which the damage is recorded
     * @return the part of the quantity that no warehouse has for sale
     */
    long block(ProductScript script, Damage damage, String invoice) {
        long left = damage.quantity();
        for (String warehouse : warehouseIds) {
            long blocked = Math.min(script.model().unblocked(warehouse), left);
            if (blocked > 0) {
                left -= blocked;
                script.add(new Command.Block(warehouse, blocked, damage.reason()));
                add(invoice, new Finding(script, warehouse, blocked, damage.reason()));
            }
        }
        return left;
    }

    private void add(String invoice, Finding finding) {
        findings.computeIfAbsent(invoice, number -> new ArrayList<>()).add(finding);
    }

    /** Inspects the goods that were blocked with an invoice. */
    void inspect(String invoice) {
        List<Finding> ofInvoice = findings.remove(invoice);
        if (ofInvoice != null) {
            ofInvoice.forEach(finding -> finding.script().add(command(finding)));
        }
    }

    private static Command command(Finding finding) {
        String damage = finding.damage();
        return damage == null
                ? new Command.Unblock(finding.warehouseId(), finding.quantity(), "inspected")
                : new Command.WriteOff(finding.warehouseId(), finding.quantity(), damage, true);
    }
}
