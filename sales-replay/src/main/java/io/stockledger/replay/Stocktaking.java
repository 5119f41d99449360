package io.stockledger.replay;

import io.stockledger.replay.SalesBook.Found;
import io.stockledger.replay.SalesBook.WriteOff;

import java.util.List;

/** Writes goods off and books goods found, as adjustments of what a warehouse holds. */
final class Stocktaking {

    private final List<String> warehouseIds;

    Stocktaking(List<String> warehouseIds) {
        this.warehouseIds = warehouseIds;
    }

    /**
     * Takes the goods out of one warehouse after the other. Where orders have a claim on them the
     * adjustment is refused; the goods are gone all the same, so the warehouse is counted, and the
     * product is then short of what is reserved.
     *
     * @return how much of the quantity no warehouse had
     */
    long writeOff(ProductScript script, WriteOff writeOff) {
        long left = writeOff.quantity();
        for (String warehouse : warehouseIds) {
            long held = script.model().held(warehouse);
            long taken = Math.min(held, left);
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

    /** While orders exceed the stock even more stock can be too little to adjust to: received. */
    void find(ProductScript script, Found found) {
        String warehouse = warehouseIds.getLast();
        if (script.model().shortfall() > 0) {
            script.add(new Command.Receive(warehouse, found.quantity(), "found stock"));
            return;
        }
        long held = script.model().held(warehouse);
        script.add(
                new Command.Adjust(
                        warehouse, Math.addExact(held, found.quantity()), found.reason(), held));
    }
}
