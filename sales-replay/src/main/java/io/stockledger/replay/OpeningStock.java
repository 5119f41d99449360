package io.stockledger.replay;

import io.stockledger.replay.SalesBook.Action;
import io.stockledger.replay.SalesBook.Cancellation;
import io.stockledger.replay.SalesBook.Damage;
import io.stockledger.replay.SalesBook.FoundStock;
import io.stockledger.replay.SalesBook.GoodsBack;
import io.stockledger.replay.SalesBook.Invoice;
import io.stockledger.replay.SalesBook.Return;
import io.stockledger.replay.SalesBook.Sale;
import io.stockledger.replay.SalesBook.WriteOff;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Computes the opening stock of each product, because a file of sales has no receipts.
 *
 * <p>The needed stock is the smallest stock with which no command of the replay is refused. A
 * shipment lowers total and reserved by the same quantity, so it is enough to follow the free
 * quantity (total minus blocked and reserved). The needed stock is the lowest point of the free
 * quantity below zero.
 */
final class OpeningStock {

    private OpeningStock() {}

    /**
     * Returns the needed stock by product code, in the order of the book.
     *
     * @param inspectionDelayInvoices the number of further invoices before goods that come back are
     *     for sale again
     */
    static Map<String, Long> needed(SalesBook book, int inspectionDelayInvoices) {
        Map<String, Long> free = new HashMap<>();
        Map<String, Long> needed = new LinkedHashMap<>();
        book.productNames().keySet().forEach(code -> needed.put(code, 0L));
        Deque<Invoice> uninspected = new ArrayDeque<>();
        for (Invoice invoice : book.invoices()) {
            for (Action action : invoice.actions()) {
                long now = free.merge(action.code(), changeOfFree(book, action), Math::addExact);
                needed.merge(action.code(), -now, Math::max);
            }
            uninspected.add(invoice);
            if (uninspected.size() > inspectionDelayInvoices) {
                for (Action action : uninspected.remove().actions()) {
                    if (action instanceof Return back) {
                        free.merge(back.code(), back.quantity(), Math::addExact);
                    }
                }
            }
        }
        return needed;
    }

    /**
     * Returns the opening stock.
     *
     * @param share the share of the needed stock, 0 to 1
     */
    static long opening(long needed, BigDecimal share) {
        return BigDecimal.valueOf(needed)
                .multiply(share)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private static long changeOfFree(SalesBook book, Action action) {
        return switch (action) {
            case Sale sale -> -sale.total();
            case Cancellation cancellation -> book.heldBack(cancellation.line());
            case GoodsBack back -> back.quantity();
            case Return _ -> 0;
            case Damage damage -> -damage.quantity();
            case WriteOff writeOff -> -writeOff.quantity();
            case FoundStock found -> found.quantity();
        };
    }
}
