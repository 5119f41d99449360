package io.stockledger.replay;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The file of sales as actions of the shop, in the order of the file.
 *
 * @param productNames the names of the products by code, in order of first appearance
 * @param invoices the invoices in order of first appearance
 * @param heldBack the quantity of a sale that is cancelled later and therefore never shipped
 * @param rows the number of rows read
 * @param skippedRows the number of skipped rows by reason
 */
record SalesBook(
        Map<String, String> productNames,
        List<Invoice> invoices,
        Map<LineKey, Long> heldBack,
        int rows,
        SortedMap<String, Integer> skippedRows) {

    /** A line of an order: all rows of one invoice about one product. */
    record LineKey(String invoice, String code) {}

    /** An invoice with its actions, sales first. */
    record Invoice(String number, List<Action> actions) {}

    /** One action about one product. */
    sealed interface Action {
        String code();
    }

    /**
     * Goods ordered.
     *
     * @param parts the quantities of the rows of this product, each at least 1
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

    /** The cancellation of an order line, or of a part of it, before it is shipped. */
    record Cancellation(LineKey line) implements Action {
        @Override
        public String code() {
            return line.code();
        }
    }

    /**
     * Goods that a customer sends back after they were shipped.
     *
     * @param reason names the cancelling invoice
     */
    record Return(LineKey line, long quantity, String reason) implements Action {
        @Override
        public String code() {
            return line.code();
        }
    }

    /**
     * Returned goods of an unknown order, which are received with the number of the cancelling
     * invoice.
     */
    record GoodsBack(String code, long quantity, String reference) implements Action {}

    /** Damaged goods. */
    record Damage(String code, long quantity, String reason) implements Action {}

    /** Goods written off. */
    record WriteOff(String code, long quantity, String reason) implements Action {}

    /** Goods found. */
    record FoundStock(String code, long quantity, String reason) implements Action {}

    long heldBack(LineKey line) {
        @Nullable Long quantity = heldBack.get(line);
        return quantity == null ? 0 : quantity;
    }

    /** Returns the number of invoices with at least one sale. */
    long orders() {
        return invoices.stream()
                .filter(invoice -> invoice.actions().stream().anyMatch(Sale.class::isInstance))
                .count();
    }
}
