package io.stockledger.query.inventory.projection;

import io.stockledger.query.stock.ProductDetails;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.WarehouseStock;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * A product before and after one event.
 *
 * @param startBefore since when the product has been found by the same searches, before the event
 * @param from the instant from which the product is as it is after the event: the latest time of
 *     its events, so that it never goes back
 * @param after the stock after the event; a later event of the batch changes it
 */
record StockChange(
        String productId,
        long sequenceNumber,
        Instant from,
        StateStart startBefore,
        ProductDetails detailsBefore,
        long availableBefore,
        Set<String> stockedWarehousesBefore,
        ProductStock after) {

    /**
     * Since when a product has stood as it is.
     *
     * @param from the latest time of its events
     * @param periodNumber the sequence number of the event that began its period
     * @param detailsNumber the sequence number of the event that began its row of the search
     * @param detailsFrom the instant at which that event began to count
     */
    record StateStart(Instant from, long periodNumber, long detailsNumber, Instant detailsFrom) {}

    boolean isRegistration() {
        return sequenceNumber == 1;
    }

    /** Whether other searches find the product from now on. */
    boolean changesSearch() {
        ProductDetails details = after.details();
        return isRegistration()
                || !detailsBefore.name().equals(details.name())
                || !detailsBefore.sku().equals(details.sku())
                || detailsBefore.archived() != details.archived();
    }

    /** Whether the product moves to another place in the order by available stock. */
    boolean changesPeriod() {
        return isRegistration()
                || availableBefore != after.availableStock()
                || detailsBefore.archived() != after.details().archived();
    }

    /** Since when the product stands as it is after the event. */
    StateStart stateStart() {
        return new StateStart(
                from,
                changesPeriod() ? sequenceNumber : startBefore.periodNumber,
                changesSearch() ? sequenceNumber : startBefore.detailsNumber,
                changesSearch() ? from : startBefore.detailsFrom);
    }

    /** The warehouses with more than 0 of the product. */
    static Set<String> stockedWarehouses(ProductStock stock) {
        var stocked = new TreeSet<String>();
        for (WarehouseStock warehouse : stock.warehouses()) {
            if (warehouse.quantity() > 0) {
                stocked.add(warehouse.warehouseId());
            }
        }
        return stocked;
    }
}
