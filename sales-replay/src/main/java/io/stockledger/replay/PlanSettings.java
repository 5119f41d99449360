package io.stockledger.replay;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The choices of the shop that a file of sales does not contain.
 *
 * @param prefix the prefix of every product id and order id, so that a system can take several
 *     replays
 * @param warehouses the number of warehouses, at least 1
 * @param stockShare the opening stock as a share of the needed stock; with 1 no command is refused
 * @param pickingDelayInvoices the number of further invoices before an order is shipped
 * @param countEveryCommands the number of commands of a product between two physical counts; 0 for
 *     no counts
 * @param probeEveryCommands the number of commands of a product between two commands that must be
 *     refused; 0 for none
 */
record PlanSettings(
        String prefix,
        int warehouses,
        BigDecimal stockShare,
        int pickingDelayInvoices,
        int countEveryCommands,
        int probeEveryCommands) {

    /** The warehouse in which products are registered and to which goods come back. */
    static final String FIRST_WAREHOUSE = "main";

    /** Returns the ids of the warehouses; the first one is {@value #FIRST_WAREHOUSE}. */
    List<String> warehouseIds() {
        return IntStream.rangeClosed(1, warehouses)
                .mapToObj(number -> number == 1 ? FIRST_WAREHOUSE : "warehouse-" + number)
                .toList();
    }
}
