package io.stockledger.replay;

import io.stockledger.replay.SalesBook.Action;
import io.stockledger.replay.SalesBook.Cancellation;
import io.stockledger.replay.SalesBook.Damage;
import io.stockledger.replay.SalesBook.FoundStock;
import io.stockledger.replay.SalesBook.GoodsBack;
import io.stockledger.replay.SalesBook.Invoice;
import io.stockledger.replay.SalesBook.LineKey;
import io.stockledger.replay.SalesBook.Return;
import io.stockledger.replay.SalesBook.Sale;
import io.stockledger.replay.SalesBook.WriteOff;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns rows into actions of the shop: rows of one product in one invoice become one sale, and a
 * cancellation is traced to the sale that it cancels.
 *
 * <p>A cancelled quantity is traced to the latest earlier invoice of the customer that still has at
 * least this quantity of the product: the sold quantity less what was cancelled and returned
 * before. A file does not tell whether the goods had been shipped. By turns, the customer cancels
 * before the shipment, or sends the goods back. A cancellation ends the whole reservation, so a
 * sale can be cancelled only once. A quantity that cannot be traced is returned goods of an unknown
 * order.
 */
final class SalesBookkeeper {

    /** Names and reasons are cut to this number of characters. */
    static final int TEXT_CHARACTERS_MAX = 128;

    /** One of this many traced cancellations comes before the shipment. */
    private static final int CANCELLED_EVERY = 2;

    private final boolean holdBack;
    private final Map<String, String> productNames = new LinkedHashMap<>();
    private final Map<LineKey, Long> heldBack = new HashMap<>();
    private final SortedMap<String, Integer> skippedRows = new TreeMap<>();
    private final Map<CustomerProduct, Deque<TracedSale>> sold = new HashMap<>();
    private int traced;

    private record CustomerProduct(String customer, String code) {}

    /** A sale to which cancelled quantities are traced. */
    private static final class TracedSale {

        private final Sale sale;

        /** The part that is neither cancelled nor returned. */
        private long left;

        private boolean cancelled;

        TracedSale(Sale sale) {
            this.sale = sale;
            this.left = sale.total();
        }
    }

    private SalesBookkeeper(boolean holdBack) {
        this.holdBack = holdBack;
    }

    /**
     * Returns the book of these rows.
     *
     * @param holdBack if false, the goods of every cancellation have been shipped and come back
     */
    static SalesBook book(List<SalesLine> lines, boolean holdBack) {
        return new SalesBookkeeper(holdBack).book(lines);
    }

    private SalesBook book(List<SalesLine> lines) {
        Map<String, List<SalesLine>> linesByInvoice = new LinkedHashMap<>();
        for (SalesLine line : lines) {
            if (concernsGoods(line)) {
                nameProduct(line);
                linesByInvoice
                        .computeIfAbsent(line.invoice(), number -> new ArrayList<>())
                        .add(line);
            }
        }
        List<Invoice> invoices = new ArrayList<>(linesByInvoice.size());
        linesByInvoice.forEach(
                (number, rows) -> {
                    List<Action> actions = new ArrayList<>(sales(number, rows));
                    rows.stream()
                            .filter(row -> !row.isSale())
                            .forEach(row -> actions.add(otherThanSale(row)));
                    invoices.add(new Invoice(number, List.copyOf(actions)));
                });
        productNames.replaceAll((code, name) -> name.isEmpty() ? code : name);
        return new SalesBook(
                Collections.unmodifiableMap(productNames),
                List.copyOf(invoices),
                Map.copyOf(heldBack),
                lines.size(),
                skippedRows);
    }

    private boolean concernsGoods(SalesLine line) {
        if (!StockCode.namesGoods(line.stockCode())) {
            skippedRows.merge("no goods: " + line.stockCode().strip(), 1, Integer::sum);
            return false;
        }
        if (line.quantity() == 0) {
            skippedRows.merge("quantity 0", 1, Integer::sum);
            return false;
        }
        return true;
    }

    private void nameProduct(SalesLine line) {
        productNames.merge(
                StockCode.normalised(line.stockCode()),
                text(line.description()),
                (first, next) -> first.isEmpty() ? next : first);
    }

    private static List<Sale> sales(
            String invoice, List<SalesLine> rows, Map<String, String> customers) {
        Map<String, List<Long>> parts = new LinkedHashMap<>();
        for (SalesLine row : rows) {
            if (row.isSale()) {
                String code = StockCode.normalised(row.stockCode());
                parts.computeIfAbsent(code, key -> new ArrayList<>()).add(row.quantity());
                customers.putIfAbsent(code, row.customer());
            }
        }
        List<Sale> sales = new ArrayList<>(parts.size());
        parts.forEach(
                (code, quantities) ->
                        sales.add(new Sale(new LineKey(invoice, code), List.copyOf(quantities))));
        return sales;
    }

    private List<Sale> sales(String invoice, List<SalesLine> rows) {
        Map<String, String> customers = new HashMap<>();
        List<Sale> sales = sales(invoice, rows, customers);
        for (Sale sale : sales) {
            String customer = customers.getOrDefault(sale.code(), "");
            if (!customer.isEmpty()) {
                sold.computeIfAbsent(
                                new CustomerProduct(customer, sale.code()),
                                key -> new ArrayDeque<>())
                        .push(new TracedSale(sale));
            }
        }
        return sales;
    }

    private Action otherThanSale(SalesLine row) {
        String code = StockCode.normalised(row.stockCode());
        long quantity = Math.absExact(row.quantity());
        if (row.isFoundStock()) {
            return new FoundStock(code, quantity, reason(row, "found"));
        }
        if (row.isDamage()) {
            return new Damage(code, quantity, reason(row, "damaged"));
        }
        if (row.isWriteOff()) {
            return new WriteOff(code, quantity, reason(row, "written off"));
        }
        return row.isCancellation() && row.hasCustomer()
                ? cancelled(row, code, quantity)
                : new GoodsBack(code, quantity, row.invoice());
    }

    private Action cancelled(SalesLine row, String code, long quantity) {
        @Nullable TracedSale found = latest(row.customer(), code, quantity);
        if (found == null) {
            return new GoodsBack(code, quantity, row.invoice());
        }
        found.left -= quantity;
        LineKey line = found.sale.line();
        if (holdBack && !found.cancelled && traced++ % CANCELLED_EVERY == 0) {
            found.cancelled = true;
            heldBack.put(line, quantity);
            return new Cancellation(line);
        }
        return new Return(line, quantity, "invoice " + row.invoice());
    }

    /** Returns the customer's latest sale of the product with this quantity left. */
    private @Nullable TracedSale latest(String customer, String code, long quantity) {
        return sold.getOrDefault(new CustomerProduct(customer, code), new ArrayDeque<>()).stream()
                .filter(sale -> sale.left >= quantity)
                .findFirst()
                .orElse(null);
    }

    private static String reason(SalesLine row, String otherwise) {
        String description = text(row.description());
        return description.isEmpty() ? otherwise : description;
    }

    /** Removes control characters and cuts the text between two code points. */
    static String text(String description) {
        StringBuilder kept = new StringBuilder();
        description
                .codePoints()
                .filter(character -> !Character.isISOControl(character))
                .limit(TEXT_CHARACTERS_MAX)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }
}
