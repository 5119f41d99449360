package io.stockledger.verification.readmodels;

import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.HistoryRows.FormerSearch;
import io.stockledger.verification.readmodels.HistoryRows.Holding;
import io.stockledger.verification.readmodels.HistoryRows.Period;
import io.stockledger.verification.readmodels.HistoryRows.SearchRow;
import io.stockledger.verification.readmodels.StockColumns.ColumnDifferences;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Compares the rows by which the lists of the present and of the past find a product with its
 * model. An event counts from the latest time of the events up to it, so that no period ends before
 * it begins. Memory grows with the changes of the name and of the warehouses that hold the product,
 * and not with its periods. For one thread.
 */
final class HistoryComparison {

    private static final String PERIODS = "inventory_periods";

    private final ProductModel model;
    private final ViewRows views;
    private final HistoryRows rows;
    private final long lastVersion;
    private final RowDifferences ofRows;
    private final Differences differences;
    private final Set<FormerSearch> formerSearch = new HashSet<>();
    private final Set<Holding> holdings = new HashSet<>();
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
        var held = new HashSet<String>();
        for (Holding holding : Set.copyOf(holdings)) {
            if (holding.until() == null) {
                String warehouseId = holding.warehouseId();
                if (onHand(warehouseId) == 0) {
                    holdings.remove(holding);
                    holdings.add(
                            new Holding(
                                    warehouseId, holding.sequenceNumber(), holding.from(), from));
                } else {
                    held.add(warehouseId);
                }
            }
        }
        for (String warehouseId : model.warehouses().keySet()) {
            if (onHand(warehouseId) > 0 && held.add(warehouseId)) {
                holdings.add(new Holding(warehouseId, model.version(), from, null));
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
        Period row = rows.nextPeriod();
        if (row == null
                || !row.productId().equals(model.productId())
                || row.sequenceNumber() != expected.sequenceNumber()) {
            ofRows.addOfProduct(PERIODS, "has no row from event " + expected.sequenceNumber());
            return;
        }
        rows.advancePeriod();
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
        Period row = rows.nextPeriod();
        while (row != null && isBefore(row, sequenceNumber)) {
            if (row.productId().equals(model.productId()) || isOrphan(views, row)) {
                reportUnexplained(row, differences);
            }
            rows.advancePeriod();
            row = rows.nextPeriod();
        }
    }

    private boolean isBefore(Period row, long sequenceNumber) {
        return row.productId().equals(model.productId())
                ? row.sequenceNumber() < sequenceNumber
                : ProductOrder.compare(row.productId(), model.productId()) < 0;
    }

    /**
     * Whether the product of a period has no other row. A product whose rows are ahead of its model
     * may have periods that the model did not reach.
     */
    private static boolean isOrphan(ViewRows views, Period row) {
        return views.inventory(row.productId()) == null;
    }

    /** Reports the periods of the product after its last one. */
    private void reportLaterPeriods() throws SQLException {
        Period row = rows.nextPeriod();
        while (row != null && row.productId().equals(model.productId())) {
            reportUnexplained(row, differences);
            rows.advancePeriod();
            row = rows.nextPeriod();
        }
    }

    private static void reportUnexplained(Period row, Differences differences) {
        differences.add(
                PERIODS,
                "'%s' has a row from event %d, which began no period"
                        .formatted(row.productId(), row.sequenceNumber()));
    }

    /** Compares the rows at their version, which is that of the model. */
    void compareAll(ViewRows.Standing standing) throws SQLException {
        ColumnDifferences view = ofRows.in("inventory_view");
        view.compare("stood_from", standing.from(), model.latest());
        Period last = period;
        if (last != null) {
            comparePeriod(last, null);
            reportLaterPeriods();
            view.compare("period_number", standing.periodNumber(), last.sequenceNumber());
        }
        Found present = found;
        if (present != null) {
            view.compare("details_number", standing.detailsNumber(), present.sequenceNumber);
            view.compare("details_from", standing.detailsFrom(), present.from);
            compareSearch(present);
        }
        ofRows.in("inventory_former_search")
                .compare("rows", rows.formerSearch(model.productId()), formerSearch);
        ofRows.in("inventory_holdings").compare("rows", rows.holdings(model.productId()), holdings);
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
        Period row = rows.nextPeriod();
        while (row != null && ProductOrder.compare(row.productId(), model.productId()) <= 0) {
            rows.advancePeriod();
            row = rows.nextPeriod();
        }
    }

    /** Reports the periods of unknown products that are left at the end of the range. */
    static void reportRest(ViewRows views, Differences differences) throws SQLException {
        HistoryRows rest = views.history();
        for (var row = rest.nextPeriod(); row != null; row = rest.nextPeriod()) {
            if (isOrphan(views, row)) {
                reportUnexplained(row, differences);
            }
            rest.advancePeriod();
        }
    }
}
