package io.stockledger.query.inventory.projection;

import io.stockledger.query.sql.ColumnBinder;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of {@code inventory_periods} that one batch begins and ends. Not thread-safe. */
final class PeriodRows {

    static final String END_PERIODS =
            """
            UPDATE inventory_periods p SET stood_until = e.stood_until
            FROM unnest(?, ?, ?) AS e (product_id, sequence_number, stood_until)
            WHERE p.product_id = e.product_id AND p.sequence_number = e.sequence_number
            """;

    private static final String INSERT_PERIODS =
            """
            INSERT INTO inventory_periods (product_id, sequence_number, archived, available_stock,
                stood_from, stood_until)
            SELECT p.product_id, p.sequence_number, p.archived, p.available_stock, p.stood_from,
                coalesce(p.stood_until, 'infinity')
            FROM unnest(?, ?, ?, ?, ?, ?) AS p (product_id, sequence_number, archived,
                available_stock, stood_from, stood_until)
            """;

    private record Key(String productId, long sequenceNumber) {}

    private record Period(
            boolean archived, long available, Instant from, @Nullable Instant until) {}

    private final Map<Key, Period> begun = new LinkedHashMap<>();
    private final Map<Key, Instant> ended = new LinkedHashMap<>();

    void apply(StockChange change) {
        if (!change.changesPeriod()) {
            return;
        }
        if (!change.isRegistration()) {
            var before = new Key(change.productId(), change.startBefore().periodNumber());
            Period period = begun.get(before);
            if (period == null) {
                ended.put(before, change.from());
            } else {
                begun.put(
                        before,
                        new Period(period.archived, period.available, period.from, change.from()));
            }
        }
        begun.put(
                new Key(change.productId(), change.sequenceNumber()),
                new Period(
                        change.after().details().archived(),
                        change.after().availableStock(),
                        change.from(),
                        null));
    }

    void write(Connection connection) throws SQLException {
        if (!ended.isEmpty()) {
            try (var update = connection.prepareStatement(END_PERIODS)) {
                new ColumnBinder(update)
                        .text(ended.keySet(), Key::productId)
                        .whole(ended.keySet(), Key::sequenceNumber)
                        .instants(ended.values(), until -> until);
                update.executeUpdate();
            }
        }
        if (!begun.isEmpty()) {
            try (var insert = connection.prepareStatement(INSERT_PERIODS)) {
                new ColumnBinder(insert)
                        .text(begun.keySet(), Key::productId)
                        .whole(begun.keySet(), Key::sequenceNumber)
                        .flags(begun.values(), Period::archived)
                        .whole(begun.values(), Period::available)
                        .instants(begun.values(), Period::from)
                        .instants(begun.values(), Period::until);
                insert.executeUpdate();
            }
        }
    }
}
