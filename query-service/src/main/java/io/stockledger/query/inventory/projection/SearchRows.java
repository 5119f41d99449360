package io.stockledger.query.inventory.projection;

import io.stockledger.query.inventory.search.NameOrder;
import io.stockledger.query.inventory.search.SearchText;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.stock.ProductDetails;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of {@code inventory_search} and {@code inventory_former_search} that one batch writes.
 * Not thread-safe.
 */
final class SearchRows {

    static final String WRITE_ROWS =
            """
            INSERT INTO inventory_search (product_id, sku, name_key, search_text, archived,
                stood_from, registered_from)
            SELECT s.product_id, s.sku, s.name_key, s.search_text, s.archived, s.stood_from,
                s.registered_from
            FROM unnest(?, ?, ?, ?, ?, ?, ?) AS s (product_id, sku, name_key, search_text, archived,
                stood_from, registered_from)
            ON CONFLICT (product_id) DO UPDATE SET
                sku = EXCLUDED.sku,
                name_key = EXCLUDED.name_key,
                search_text = EXCLUDED.search_text,
                archived = EXCLUDED.archived,
                stood_from = EXCLUDED.stood_from
            """;

    private static final String INSERT_FORMER_ROWS =
            """
            INSERT INTO inventory_former_search (product_id, sequence_number, sku, name_key,
                search_text, archived, stood_from, stood_until)
            SELECT f.product_id, f.sequence_number, f.sku, f.name_key, f.search_text, f.archived,
                f.stood_from, f.stood_until
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS f (product_id, sequence_number, sku, name_key,
                search_text, archived, stood_from, stood_until)
            """;

    /**
     * A row of {@code inventory_search}.
     *
     * @param registeredFrom the time of the registration; it counts only if the row is a new one
     */
    private record Row(
            String productId, ProductDetails details, Instant from, Instant registeredFrom) {}

    private record FormerRow(
            String productId,
            long sequenceNumber,
            ProductDetails details,
            Instant from,
            Instant until) {}

    private final SortedMap<String, Row> rows = new TreeMap<>();
    private final List<FormerRow> formerRows = new ArrayList<>();
    private final Map<String, Instant> registered = new HashMap<>();

    void apply(StockChange change) {
        if (!change.changesSearch()) {
            return;
        }
        if (change.isRegistration()) {
            registered.put(change.productId(), change.from());
        } else {
            formerRows.add(
                    new FormerRow(
                            change.productId(),
                            change.startBefore().detailsNumber(),
                            change.detailsBefore(),
                            change.startBefore().detailsFrom(),
                            change.from()));
        }
        rows.put(
                change.productId(),
                new Row(
                        change.productId(),
                        change.after().details(),
                        change.from(),
                        registered.getOrDefault(change.productId(), change.from())));
    }

    void write(Connection connection) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var upsert = connection.prepareStatement(WRITE_ROWS)) {
            new ColumnBinder(upsert)
                    .text(rows.values(), Row::productId)
                    .text(rows.values(), row -> row.details.sku())
                    .bytes(rows.values(), row -> NameOrder.key(row.details.name()))
                    .text(rows.values(), row -> searchText(row.productId, row.details))
                    .flags(rows.values(), row -> row.details.archived())
                    .instants(rows.values(), Row::from)
                    .instants(rows.values(), Row::registeredFrom);
            upsert.executeUpdate();
        }
        if (!formerRows.isEmpty()) {
            insertFormerRows(connection);
        }
    }

    private void insertFormerRows(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT_FORMER_ROWS)) {
            new ColumnBinder(insert)
                    .text(formerRows, FormerRow::productId)
                    .whole(formerRows, FormerRow::sequenceNumber)
                    .text(formerRows, row -> row.details.sku())
                    .bytes(formerRows, row -> NameOrder.key(row.details.name()))
                    .text(formerRows, row -> searchText(row.productId, row.details))
                    .flags(formerRows, row -> row.details.archived())
                    .instants(formerRows, FormerRow::from)
                    .instants(formerRows, FormerRow::until);
            insert.executeUpdate();
        }
    }

    private static String searchText(String productId, ProductDetails details) {
        return SearchText.of(details.name(), details.sku(), productId);
    }
}
