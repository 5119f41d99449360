package io.stockledger.verification.readmodels;

import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.HistoryRows.FormerHolding;
import io.stockledger.verification.readmodels.HistoryRows.FormerSearch;
import io.stockledger.verification.readmodels.HistoryRows.Holding;
import io.stockledger.verification.readmodels.HistoryRows.Period;
import io.stockledger.verification.readmodels.HistoryRows.SearchRow;
import io.stockledger.verification.readmodels.StockColumns.ColumnDifferences;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares the rows by which the lists of the present and of the past find a product with its
 * model. An event counts from the latest time of the events up to it, so that no period ends before
 * it begins. Memory grows with the changes of the name and of the warehouses that hold the product,
 * and not with its periods. For one thread.
 */
final class HistoryComparison {

    private static final String PERIODS = "inventory_periods";
    private static final String FORMER_HOLDINGS = "inventory_former_holdings";

    private final ProductModel model;
    private final ViewRows views;
    private final HistoryRows rows;
    private final long lastVersion;
    private final RowDifferences ofRows;
    private final Differences differences;
    private final Set<FormerSearch> formerSearch = new HashSet<>();
    private final Map<String, Holding> holdings = new HashMap<>();
    private final Set<FormerHolding> formerHoldings = new HashSet<>();
    private @Nullable Found found;
    private @Nullable Period period;
    private Instant registeredFrom = Instant.EPOCH;

    /** What a search finds, since an event. */
    private record Found(
            long sequenceNumber, String name, String sku, boolean archived, Instant from) {}

    /**
     * @param lastVersion the version of the rows
     */
    HistoryComparison(
            ProductModel model, ViewRows views, long lastVersion, Differences differences) {
        this.model = model;
        this.views = views;
        this.rows = views.history();
        this.lastVersion = lastVersion;
        this.ofRows = new RowDifferences(model, differences);
        this.differences = differences;
    }

    /** Follows the model, which has just applied an event, up to the version of the rows. */
    void follow() throws SQLException {
        if (model.version() > lastVersion) {
            return;
        }
        Instant from = model.latest();
        if (model.version() == 1) {
            registeredFrom = from;
        }
        followSearch(from);
        followHoldings(from);
        followPeriods(from);
    }

    private void followSearch(Instant from) {
        Found before = found;
        if (before == null) {
            found = found(from);
            return;
        }
        boolean isSame =
                before.name.equals(model.name())
                        && before.sku.equals(model.sku())
                        && before.archived == model.archived();
        if (!isSame) {
            formerSearch.add(
                    new FormerSearch(
                            before.sequenceNumber, before.sku, before.archived, before.from, from));
            found = found(from);
        }
    }

    private Found found(Instant from) {
        return new Found(model.version(), model.name(), model.sku(), model.archived(), from);
    }

    private void followHoldings(Instant from) {
        holdings.values()
                .removeIf(
                        holding -> {
                            boolean hasEnded = onHand(holding.warehouseId()) == 0;
                            if (hasEnded) {
                                formerHoldings.add(
                                        new FormerHolding(model.productId(), holding, from));
                            }
                            return hasEnded;
                        });
        for (String warehouseId : model.warehouses().keySet()) {
            if (onHand(warehouseId) > 0) {
                holdings.computeIfAbsent(warehouseId, id -> new Holding(id, model.version(), from));
            }
        }
    }

    private long onHand(String warehouseId) {
        var warehouse = model.warehouses().get(warehouseId);
        return warehouse == null ? 0 : warehouse.onHand();
    }

    private void followPeriods(Instant from) throws SQLException {
        Period before = period;
        boolean isSame =
                before != null
                        && before.archived() == model.archived()
                        && before.available() == model.availableStock();
        if (isSame) {
            return;
        }
        if (before != null) {
            comparePeriod(before, from);
        }
        period =
                new Period(
                        model.productId(),
                        model.version(),
                        model.archived(),
                        model.availableStock(),
                        from,
                        null);
    }

    private void comparePeriod(Period expected, @Nullable Instant until) throws SQLException {
        skipPeriodsBefore(expected.sequenceNumber());
        Period row = rows.periods().next();
        if (row == null
                || !row.productId().equals(model.productId())
                || row.sequenceNumber() != expected.sequenceNumber()) {
            ofRows.addOfProduct(PERIODS, "has no row from event " + expected.sequenceNumber());
            return;
        }
        rows.periods().advance();
        ofRows.in(PERIODS)
                .compare(
                        "the row from event " + expected.sequenceNumber(),
                        row,
                        new Period(
                                expected.productId(),
                                expected.sequenceNumber(),
                                expected.archived(),
                                expected.available(),
                                expected.from(),
                                until));
    }

    private void skipPeriodsBefore(long sequenceNumber) throws SQLException {
        Period row = rows.periods().next();
        while (row != null && isBefore(row, sequenceNumber)) {
            if (row.productId().equals(model.productId()) || isOrphan(views, row.productId())) {
                reportUnexplained(row, differences);
            }
            rows.periods().advance();
            row = rows.periods().next();
        }
    }

    private boolean isBefore(Period row, long sequenceNumber) {
        return row.productId().equals(model.productId())
                ? row.sequenceNumber() < sequenceNumber
                : ProductOrder.compare(row.productId(), model.productId()) < 0;
    }

    /**
     * Whether the product of a row has no row of its stock. A product whose rows are ahead of its
     * model may have rows that the model did not reach.
     */
    private static boolean isOrphan(ViewRows views, String productId) {
        return views.inventory(productId) == null;
    }

    /** Reports the periods of the product after its last one. */
    private void reportLaterPeriods() throws SQLException {
        Period row = rows.periods().next();
        while (row != null && row.productId().equals(model.productId())) {
            reportUnexplained(row, differences);
            rows.periods().advance();
            row = rows.periods().next();
        }
    }

    private static void reportUnexplained(Period row, Differences differences) {
        differences.add(
                PERIODS,
                "'%s' has a row from event %d, which began no period"
                        .formatted(row.productId(), row.sequenceNumber()));
    }

    private static void reportUnexplained(FormerHolding row, Differences differences) {
        differences.add(
                FORMER_HOLDINGS,
                "'%s' has a row from event %d, which began no holding"
                        .formatted(row.productId(), row.holding().sequenceNumber()));
    }

    /** Compares the rows at their version, which is that of the model. */
    void compareAll(ViewRows.StateStart start) throws SQLException {
        ColumnDifferences view = ofRows.in("inventory_view");
        view.compare("stood_from", start.from(), model.latest());
        Period last = period;
        if (last != null) {
            comparePeriod(last, null);
            reportLaterPeriods();
            view.compare("period_number", start.periodNumber(), last.sequenceNumber());
        }
        Found present = found;
        if (present != null) {
            view.compare("details_number", start.detailsNumber(), present.sequenceNumber);
            view.compare("details_from", start.detailsFrom(), present.from);
            compareSearch(present);
        }
        ofRows.in("inventory_former_search")
                .compare("rows", rows.formerSearch(model.productId()), formerSearch);
        ofRows.in("inventory_holdings")
                .compare("rows", rows.holdings(model.productId()), Set.copyOf(holdings.values()));
        ofRows.in(FORMER_HOLDINGS).compare("rows", readFormerHoldings(), formerHoldings);
    }

    /** Reads those of the product, and passes those of the products before it. */
    private Set<FormerHolding> readFormerHoldings() throws SQLException {
        var read = new HashSet<FormerHolding>();
        RowCursor<FormerHolding> former = rows.formerHoldings();
        FormerHolding row = former.next();
        while (row != null && isUpToProduct(row.productId())) {
            if (row.productId().equals(model.productId())) {
                read.add(row);
            } else if (isOrphan(views, row.productId())) {
                reportUnexplained(row, differences);
            }
            former.advance();
            row = former.next();
        }
        return read;
    }

    private boolean isUpToProduct(String productId) {
        return ProductOrder.compare(productId, model.productId()) <= 0;
    }

    private void compareSearch(Found expected) {
        ColumnDifferences search = ofRows.in("inventory_search");
        SearchRow row = rows.search(model.productId());
        search.compare("sku", row == null ? "no row" : row.sku(), expected.sku);
        if (row != null) {
            search.compare("archived", row.archived(), expected.archived);
            search.compare("stood_from", row.stoodFrom(), expected.from);
            search.compare("registered_from", row.registeredFrom(), registeredFrom);
        }
    }

    /** Leaves the rest of the product out, because its model cannot go on. */
    void giveUp() throws SQLException {
        Period row = rows.periods().next();
        while (row != null && isUpToProduct(row.productId())) {
            rows.periods().advance();
            row = rows.periods().next();
        }
        FormerHolding former = rows.formerHoldings().next();
        while (former != null && isUpToProduct(former.productId())) {
            rows.formerHoldings().advance();
            former = rows.formerHoldings().next();
        }
    }

    /** Reports the rows of unknown products that are left at the end of the range. */
    static void reportRest(ViewRows views, Differences differences) throws SQLException {
        RowCursor<Period> periods = views.history().periods();
        for (var row = periods.next(); row != null; row = periods.next()) {
            if (isOrphan(views, row.productId())) {
                reportUnexplained(row, differences);
            }
            periods.advance();
        }
        RowCursor<FormerHolding> former = views.history().formerHoldings();
        for (var row = former.next(); row != null; row = former.next()) {
            if (isOrphan(views, row.productId())) {
                reportUnexplained(row, differences);
            }
            former.advance();
        }
    }
}
