package io.stockledger.verification.readmodels;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.Differences;
import io.stockledger.verification.ProductModel;
import io.stockledger.verification.readmodels.MovementRows.MovementRow;
import io.stockledger.verification.readmodels.StockColumns.ColumnDifferences;

import java.sql.SQLException;

/** Compares the rows of {@code movements} of one product with its model. For one thread. */
final class MovementComparison {

    private static final String TABLE = "movements";

    private final ProductModel model;
    private final MovementRows movements;
    private final Differences differences;
    private final RowDifferences ofRows;

    MovementComparison(ProductModel model, MovementRows movements, Differences differences) {
        this.model = model;
        this.movements = movements;
        this.differences = differences;
        this.ofRows = new RowDifferences(model, differences);
    }

    /**
     * Compares the row of the event that the model has just applied.
     *
     * @param payloadJson the payload in the present version of its type; a movement with the same
     *     text is not read. If empty, each is read
     * @param version the version up to which the product must have rows
     */
    void compareAfter(EventEnvelope event, String payloadJson, long version) throws SQLException {
        skipBefore(event.sequenceNumber());
        MovementRow row = movements.next();
        if (row == null
                || !row.productId().equals(model.productId())
                || row.sequenceNumber() != event.sequenceNumber()) {
            if (event.sequenceNumber() <= version) {
                ofRows.addOfProduct(TABLE, "has no row for event " + event.sequenceNumber());
            }
            return;
        }
        movements.advance();
        ColumnDifferences columns = ofRows.in(TABLE);
        columns.compare("event_id", row.eventId(), event.eventId());
        columns.compare("position", row.position(), event.position());
        columns.compare("occurred_at", row.occurredAt(), event.occurredAt());
        columns.compare("stood_from", row.stoodFrom(), model.latest());
        columns.compare("names", row.names(), MovementNames.of(event.payload()));
        columns.compare("total_stock", row.total(), model.totalStock());
        columns.compare("blocked_stock", row.blocked(), model.blockedStock());
        columns.compare("available_stock", row.available(), model.availableStock());
        columns.compare(
                "backorder_limit",
                row.stock().policy().backorderLimit(),
                model.policy().backorderLimit());
        columns.compare("details_number", row.detailsNumber(), model.detailsNumber());
        row.stock().compare(model, columns);
        if (!row.payload().equals(payloadJson)) {
            comparePayload(row, event);
        }
    }

    private void comparePayload(MovementRow row, EventEnvelope event) {
        try {
            ofRows.in(TABLE)
                    .compare("payload", EventJson.readPayload(row.payload()), event.payload());
        } catch (UnreadableEventException e) {
            ofRows.add(TABLE, "payload cannot be read: " + e.getMessage());
        }
    }

    /** Reports the movements of this product before a sequence number, which no event explains. */
    private void skipBefore(long sequenceNumber) throws SQLException {
        MovementRow row = movements.next();
        while (row != null && isBefore(row, sequenceNumber)) {
            reportUnexplained(row, differences);
            movements.advance();
            row = movements.next();
        }
    }

    private boolean isBefore(MovementRow row, long sequenceNumber) {
        return row.productId().equals(model.productId())
                ? row.sequenceNumber() < sequenceNumber
                : ProductOrder.compare(row.productId(), model.productId()) < 0;
    }

    /** Leaves the rest of the product out, because its model cannot go on. */
    void giveUp() throws SQLException {
        MovementRow row = movements.next();
        while (row != null && ProductOrder.compare(row.productId(), model.productId()) <= 0) {
            movements.advance();
            row = movements.next();
        }
    }

    /** Reports the movements that are left after the last product of the range. */
    static void reportRest(MovementRows rest, Differences differences) throws SQLException {
        for (var row = rest.next(); row != null; row = rest.next()) {
            reportUnexplained(row, differences);
            rest.advance();
        }
    }

    private static void reportUnexplained(MovementRow row, Differences differences) {
        differences.add(
                TABLE,
                "'%s' has a row for event %d, which the log does not have"
                        .formatted(row.productId(), row.sequenceNumber()));
    }
}
