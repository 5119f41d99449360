package io.stockledger.cli.verify;

import io.stockledger.cli.sources.Database;
import io.stockledger.cli.sources.Sources;
import io.stockledger.events.EventEnvelope;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.ContradictionException;
import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.LateProducts;
import io.stockledger.verification.readmodels.ProductComparison;
import io.stockledger.verification.readmodels.ServingGenerations;
import io.stockledger.verification.readmodels.ViewRows;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Folds the events of every product, checks them against the rules, and compares snapshots,
 * deadlines and the rows of the read models with the state after the event of their version. It
 * reads range after range of products, so that its memory is bounded by one product. A run that was
 * interrupted goes on with the first range that has a row behind the event log.
 */
final class ProductStage implements Stage {

    private static final int PRODUCTS_PER_RANGE = 1_000;

    /** A range is read in one transaction, which should be short. */
    private static final long EVENTS_PER_RANGE = 50_000;

    /** After every id: U+10FFFF is not a character, so no id contains it. */
    private static final String LAST_ID = "\uDBFF\uDFFF".repeat(32);

    /** No id lies between another one and the same one with this character at its end. */
    private static final char FIRST_CHARACTER = 1;

    private static final long EVENTS_PER_REPORT = 10_000;

    private final Sources sources;
    private final Differences differences;
    private final LateProducts late;
    private long done;

    ProductStage(Sources sources, Differences differences, LateProducts late) {
        this.sources = sources;
        this.differences = differences;
        this.late = late;
    }

    @Override
    public String name() {
        return "products";
    }

    @Override
    public void run(@Nullable String cursor, Checkpoints checkpoints) throws SQLException {
        String after = cursor == null ? "" : cursor;
        Database viewsDatabase = sources.views();
        try (Connection events = sources.events().openToRead();
                Connection views = viewsDatabase == null ? null : viewsDatabase.openToRead()) {
            ServingGenerations serving = views == null ? null : ServingGenerations.read(views);
            if (views != null) {
                views.commit();
            }
            while (true) {
                LogEvents.Range range =
                        LogEvents.rangeAfter(events, after, PRODUCTS_PER_RANGE, EVENTS_PER_RANGE);
                events.commit();
                String last = range.isEnd() ? LAST_ID : range.last();
                if (views == null || serving == null) {
                    verify(events, null, 0, after, last, checkpoints);
                } else {
                    try (ViewRows rows =
                            ViewRows.open(views, serving, after + FIRST_CHARACTER, last)) {
                        verify(events, rows, serving.alertsBelow(), after, last, checkpoints);
                    }
                }
                if (range.isEnd()) {
                    checkpoints.progressed(done);
                    if (views != null && serving != null) {
                        late.awaitAll(
                                views, serving, differences, () -> checkpoints.progressed(done));
                    }
                    return;
                }
                after = last;
                if (views == null || serving == null || late.settle(views, serving, differences)) {
                    checkpoints.reached(after, done);
                } else {
                    checkpoints.progressed(done);
                }
            }
        }
    }

    private void verify(
            Connection connection,
            @Nullable ViewRows views,
            long alertsBelow,
            String after,
            String last,
            Checkpoints checkpoints)
            throws SQLException {
        Set<String> viewed = views == null ? new HashSet<>() : views.productIds();
        LogCompanions companions = LogCompanions.open(connection, after, last, differences);
        try (LogEvents events = LogEvents.open(connection, after, last)) {
            LogEvents.Row row = events.next();
            while (row != null) {
                var product = new ProductModel(row.productId());
                viewed.remove(row.productId());
                ProductComparison comparison =
                        views == null
                                ? null
                                : new ProductComparison(product, views, alertsBelow, differences);
                row = fold(product, row, events, comparison, companions, checkpoints);
            }
        }
        companions.reportRest();
        if (views != null) {
            reportUnexplained(views, viewed);
        }
        connection.commit();
    }

    /** Folds the events of one product, and returns the first row of the next one. */
    private LogEvents.@Nullable Row fold(
            ProductModel model,
            LogEvents.Row first,
            LogEvents events,
            @Nullable ProductComparison comparison,
            LogCompanions companions,
            Checkpoints checkpoints)
            throws SQLException {
        LogEvents.Row row = first;
        boolean whole = true;
        while (row != null && row.productId().equals(model.productId())) {
            if (whole) {
                try {
                    EventEnvelope event = row.event();
                    model.apply(event);
                    companions.compareSnapshot(model);
                    if (comparison != null) {
                        comparison.compareAfter(event, row.presentPayload(event));
                    }
                } catch (ContradictionException | UnreadableEventException e) {
                    whole = false;
                    if (comparison != null) {
                        comparison.giveUp();
                    }
                    differences.add(
                            "events",
                            "event %d of '%s' (position %d): %s"
                                    .formatted(
                                            row.sequenceNumber(),
                                            row.productId(),
                                            row.position(),
                                            e.getMessage()));
                }
            }
            if (++done % EVENTS_PER_REPORT == 0) {
                checkpoints.progressed(done);
            }
            row = events.next();
        }
        if (whole) {
            companions.compareDeadlines(model);
            if (comparison != null) {
                comparison.compareVersions(late);
            }
        }
        return row;
    }

    private void reportUnexplained(ViewRows views, Set<String> viewed) throws SQLException {
        for (String productId : viewed) {
            differences.add("read models", "'%s' has rows and no event".formatted(productId));
        }
        views.compareLines();
        ProductComparison.reportRest(views, differences);
    }
}
