package io.stockledger.replay;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the shop chooses, because the file does not say it.
 *
 * @param prefix put before every product and order id, so that one system can take several replays
 * @param warehouses how many, at least 1
 * @param stockShare the opening stock as a share of what is needed; 1 means nothing is refused
 * @param pickingDelayInvoices how many further invoices come in before an order is shipped
 * @param countEveryCommands a physical count of a product after so many of its commands; 0 for none
 * @param probeEveryCommands a command that must be refused after so many commands of a product; 0
 *     for none
 */
record PlanSettings(
        String prefix,
        int warehouses,
        BigDecimal stockShare,
        int pickingDelayInvoices,
        int countEveryCommands,
        int probeEveryCommands) {

    /** The warehouse into which products are registered and to which goods come back. */
    static final String FIRST_WAREHOUSE = "main";

    /** The ids of the warehouses, the first one first. */
    List<String> warehouseIds() {
        return IntStream.rangeClosed(1, warehouses)
                .mapToObj(number -> number == 1 ? FIRST_WAREHOUSE : "warehouse-" + number)
                .toList();
    }

    boolean isScarce() {
        return stockShare.compareTo(BigDecimal.ONE) < 0;
    }
}
