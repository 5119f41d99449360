package io.stockledger.replay;

import io.stockledger.replay.SalesBook.Action;
import io.stockledger.replay.SalesBook.Cancellation;
import io.stockledger.replay.SalesBook.Found;
import io.stockledger.replay.SalesBook.GoodsBack;
import io.stockledger.replay.SalesBook.Invoice;
import io.stockledger.replay.SalesBook.Sale;
import io.stockledger.replay.SalesBook.WriteOff;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of each product the shop opens with: the file has no receipts, so this is chosen.
 *
 * <p>Needed is the least stock with which no command of the replay is refused. Shipping changes
 * total and reserved alike, so only what is free (total less reserved) has to be followed, and the
 * deepest point below zero is what has to be there at the start.
 */
final class OpeningStock {

    private OpeningStock() {}

    /** The needed stock by product code, in the order of the book. */
    static Map<String, Long> needed(SalesBook book) {
        Map<String, Long> free = new HashMap<>();
        Map<String, Long> needed = new LinkedHashMap<>();
        book.productNames().keySet().forEach(code -> needed.put(code, 0L));
        for (Invoice invoice : book.invoices()) {
            for (Action action : invoice.actions()) {
                long now = free.merge(action.code(), changeOfFree(book, action), Math::addExact);
                needed.merge(action.code(), -now, Math::max);
            }
        }
        return needed;
    }

    /**
     * @param share of what is needed, 0 to 1
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
            case WriteOff writeOff -> -writeOff.quantity();
            case Found found -> found.quantity();
        };
    }
}
