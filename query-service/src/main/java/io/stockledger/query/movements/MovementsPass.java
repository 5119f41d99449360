package io.stockledger.query.movements;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.CopyRows;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.ProductStocks;
import io.stockledger.query.stock.WarehouseJson;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The work of one batch on {@code movements} and {@code movement_heads}. */
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

    private record MovementRow(
            EventEnvelope event,
            Instant stoodFrom,
            long totalStock,
            long reservedStock,
            String warehouses) {}

    private final Connection connection;
    private final ProductStocks stocks = new ProductStocks();
    private final Map<String, Instant> stoodFrom = new HashMap<>();
    private final List<MovementRow> rows = new ArrayList<>();

    private MovementsPass(Connection connection) {
        this.connection = connection;
    }

    static MovementsPass open(Connection connection, Collection<String> productIds)
            throws SQLException {
        var pass = new MovementsPass(connection);
        HEADS.lock(connection, productIds, pass::add);
        return pass;
    }

    private void add(ResultSet row) throws SQLException {
        String productId = row.getString("product_id");
        stocks.add(
                new ProductStock(
                        productId,
                        row.getLong("reserved_stock"),
                        WarehouseJson.read(row.getString("warehouses")),
                        row.getLong("version")));
        stoodFrom.put(productId, row.getObject("stood_from", OffsetDateTime.class).toInstant());
    }

    @Override
    public long versionOf(String productId) {
        return stocks.of(productId).version();
    }

    @Override
    public void apply(EventEnvelope event) {
        ProductStock stock = stocks.apply(event);
        // The clock of another command service may be behind; stood_from never goes back.
        Instant from =
                stoodFrom.merge(
                        stock.productId(),
                        event.occurredAt(),
                        (before, at) -> at.isBefore(before) ? before : at);
        rows.add(
                new MovementRow(
                        event,
                        from,
                        stock.totalStock(),
                        stock.reservedStock(),
                        WarehouseJson.write(stock.warehouses())));
    }

    @Override
    public void write() throws SQLException {
        HEADS.deleteEmpty(connection, stocks.emptyIds());
        if (rows.isEmpty()) {
            return;
        }
        List<ProductStock> changed = stocks.changed();
        try (var update = connection.prepareStatement(UPDATE_HEADS)) {
            new ColumnBinder(update)
                    .text(changed, ProductStock::productId)
                    .whole(changed, ProductStock::version)
                    .whole(changed, ProductStock::reservedStock)
                    .text(changed, stock -> WarehouseJson.write(stock.warehouses()))
                    .instants(changed, stock -> stoodFrom.get(stock.productId()));
            update.executeUpdate();
        }
        copyMovements();
    }

    private void copyMovements() throws SQLException {
        var copy = new CopyRows(MOVEMENT_COLUMNS);
        for (MovementRow row : rows) {
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
}
