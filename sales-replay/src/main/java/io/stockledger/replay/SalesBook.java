package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The file of sales, told as what happened in the shop, in file order.
 *
 * @param productNames the goods by code, in order of first appearance, with their names
 * @param invoices in order of first appearance
 * @param heldBack how much of a sale was cancelled later, and is therefore never shipped
 * @param rows how many rows were read
 * @param skippedRows how many rows were no movement of goods, by reason
 */
record SalesBook(
        Map<String, String> productNames,
        List<Invoice> invoices,
        Map<LineKey, Long> heldBack,
        int rows,
        SortedMap<String, Integer> skippedRows) {

    /** The goods of one order: the invoice's rows of one product together. */
    record LineKey(String invoice, String code) {}

    /** An invoice with what it did, sales first. */
    record Invoice(String number, List<Action> actions) {}

    /** One thing that happened to one product. */
    sealed interface Action {
        String code();
    }

    /**
     * Goods ordered.
     *
     * @param parts the quantities of the invoice's rows of this product, each at least 1
     */
    record Sale(LineKey line, List<Long> parts) implements Action {
        @Override
        public String code() {
            return line.code();
        }

        long total() {
            return parts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** An order line, or a part of it, cancelled before it left: what was held back. */
    record Cancellation(LineKey line) implements Action {
        @Override
        public String code() {
            return line.code();
        }
    }

    /** Goods that came back, to be received under the number of the cancelling invoice. */
    record GoodsBack(String code, long quantity, String reference) implements Action {}

    /** Goods written off. */
    record WriteOff(String code, long quantity, String reason) implements Action {}

    /** Goods found. */
    record Found(String code, long quantity, String reason) implements Action {}

    long heldBack(LineKey line) {
        @Nullable Long quantity = heldBack.get(line);
        return quantity == null ? 0 : quantity;
    }

    /** How many invoices are orders, which is: hold at least one sale. */
    long orders() {
        return invoices.stream()
                .filter(invoice -> invoice.actions().stream().anyMatch(Sale.class::isInstance))
                .count();
    }
}
