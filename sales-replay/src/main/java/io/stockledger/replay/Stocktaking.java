package io.stockledger.replay;

import io.stockledger.replay.SalesBook.FoundStock;
import io.stockledger.replay.SalesBook.WriteOff;

import java.util.List;

/** Adds write-offs and found stock as adjustments of the quantity of a warehouse. */
final class Stocktaking {

    private final List<String> warehouseIds;

    Stocktaking(List<String> warehouseIds) {
        this.warehouseIds = warehouseIds;
    }

    /**
     * Takes goods for sale out of one warehouse after the other. If the goods are reserved, the
     * adjustment is refused; a count then records that they are gone, and the product has a
     * shortfall.
     *
     * @return the part of the quantity that no warehouse has for sale
     */
    long writeOff(ProductScript script, WriteOff writeOff) {
        long left = writeOff.quantity();
        for (String warehouse : warehouseIds) {
            long held = script.model().held(warehouse);
            long taken = Math.min(script.model().unblocked(warehouse), left);
            if (taken > 0) {
                left -= taken;
                Command adjust =
                        new Command.Adjust(warehouse, held - taken, writeOff.reason(), held);
                if (!script.accepts(adjust)) {
                    script.add(
                            new Command.Count(
                                    warehouse,
                                    held - taken,
                                    "count after a loss",
                                    script.model().version()));
                }
            }
        }
        return left;
    }

    /** Adds the quantity to the last warehouse. */
    void find(ProductScript script, FoundStock found) {
        String warehouse = warehouseIds.getLast();
        long held = script.model().held(warehouse);
        script.add(
                new Command.Adjust(
                        warehouse, Math.addExact(held, found.quantity()), found.reason(), held));
    }
}
