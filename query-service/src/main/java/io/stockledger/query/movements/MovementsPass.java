package io.stockledger.query.movements;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.CopyRows;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.WarehouseJson;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One batch's work on the movements. */
final class MovementsPass implements Pass {

    static final ProductRows HEADS =
            new ProductRows("movement_heads", "version, reserved_stock, warehouses, stood_from");

    static final String UPDATE_HEADS =
            """
            UPDATE movement_heads h SET
                version = c.version,
                reserved_stock = c.reserved_stock,
                warehouses = c.warehouses::jsonb,
                stood_from = c.stood_from
            FROM unnest(?, ?, ?, ?, ?)
                AS c (product_id, version, reserved_stock, warehouses, stood_from)
            WHERE h.product_id = c.product_id
            """;

    private static final String COPY_MOVEMENTS =
            """
            COPY movements (product_id, sequence_number, position, event_id, occurred_at,
                stood_from, payload, correlation_id, total_stock, reserved_stock, warehouses)
            FROM STDIN (FORMAT binary)
            """;

    private static final int MOVEMENT_COLUMNS = 11;

    private record Row(
            EventEnvelope event,
            Instant stoodFrom,
            long totalStock,
            long reservedStock,
            String warehouses) {}

    private final Connection connection;
    private final Map<String, ProductStock> stocks;
    private final Map<String, Instant> stoodFrom = new HashMap<>();
    private final Set<String> changed = new TreeSet<>();
    private final List<Row> rows = new ArrayList<>();

    private MovementsPass(Connection connection, Map<String, ProductStock> stocks) {
        this.connection = connection;
        this.stocks = stocks;
    }

    static MovementsPass open(Connection connection, List<String> productIds) throws SQLException {
        var stocks = new HashMap<String, ProductStock>();
        HEADS.lock(connection, productIds, row -> stocks.put(row.getString(1), stock(row)));
        return new MovementsPass(connection, stocks);
    }

    private static ProductStock stock(ResultSet row) throws SQLException {
        return new ProductStock(
                row.getString("product_id"),
                "",
                "",
                row.getLong("reserved_stock"),
                WarehouseJson.read(row.getString("warehouses")),
                row.getLong("version"),
                row.getObject("stood_from", OffsetDateTime.class).toInstant());
    }

    @Override
    public long versionOf(String productId) {
        return stock(productId).version();
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock stock = stock(event.aggregateId());
        Instant before = stoodFrom.getOrDefault(stock.productId(), stock.updatedAt());
        stock.apply(event);
        changed.add(stock.productId());
        Instant from = event.occurredAt().isBefore(before) ? before : event.occurredAt();
        stoodFrom.put(stock.productId(), from);
        rows.add(
                new Row(
                        event,
                        from,
                        stock.totalStock(),
                        stock.reservedStock(),
                        WarehouseJson.write(stock.warehouses())));
    }

    @Override
    public void write() throws SQLException {
        deleteEmptyHeads();
        if (rows.isEmpty()) {
            return;
        }
        List<ProductStock> heads = changed.stream().map(this::stock).toList();
        try (var update = connection.prepareStatement(UPDATE_HEADS)) {
            new ColumnBinder(update)
                    .text(heads, ProductStock::productId)
                    .whole(heads, ProductStock::version)
                    .whole(heads, ProductStock::reservedStock)
                    .text(heads, stock -> WarehouseJson.write(stock.warehouses()))
                    .instants(heads, stock -> stoodFrom.get(stock.productId()));
            update.executeUpdate();
        }
        copyMovements();
    }

    private void copyMovements() throws SQLException {
        var copy = new CopyRows(MOVEMENT_COLUMNS);
        for (Row row : rows) {
            EventEnvelope event = row.event;
            copy.row()
                    .text(event.aggregateId())
                    .whole(event.sequenceNumber())
                    .whole(event.position())
                    .uuid(event.eventId())
                    .instant(event.occurredAt())
                    .instant(row.stoodFrom)
                    .text(EventJson.writePayload(event.payload()))
                    .text(event.metadata().correlationId())
                    .whole(row.totalStock)
                    .whole(row.reservedStock)
                    .jsonb(row.warehouses);
        }
        copy.copy(connection, COPY_MOVEMENTS);
    }

    private void deleteEmptyHeads() throws SQLException {
        HEADS.deleteEmpty(
                connection,
                stocks.values().stream()
                        .filter(stock -> stock.version() == 0)
                        .map(ProductStock::productId)
                        .sorted()
                        .toList());
    }

    private ProductStock stock(String productId) {
        ProductStock stock = stocks.get(productId);
        if (stock == null) {
            throw new IllegalArgumentException("no row was taken for product " + productId);
        }
        return stock;
    }
}
