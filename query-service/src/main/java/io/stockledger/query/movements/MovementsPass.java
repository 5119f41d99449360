package io.stockledger.query.movements;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventType;
import io.stockledger.events.InventoryEvent.ProductRegistered;
import io.stockledger.events.InventoryEvent.ProductRenamed;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.CopyRows;
import io.stockledger.query.sql.ProductRows;
import io.stockledger.query.stock.BoundReservations;
import io.stockledger.query.stock.ProductDetails;
import io.stockledger.query.stock.ProductStock;
import io.stockledger.query.stock.ProductStocks;
import io.stockledger.query.stock.StockPolicy;
import io.stockledger.query.stock.WarehouseJson;
import io.stockledger.query.stockrows.BoundReservationRows;
import io.stockledger.query.stockrows.StockColumns;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The work of one batch on {@code movements}, {@code movement_heads}, {@code movement_bindings} and
 * {@code movement_blocks}.
 */
final class MovementsPass implements Pass {

    static final ProductRows HEADS =
            new ProductRows(
                    "movement_heads",
                    "version, reserved_stock, warehouses, blocked_by_warehouse,"
                        + " reserved_by_warehouse, safety_stock, backorder_limit, reorder_point,"
                        + " archived, details_number, stood_from");

    static final BoundReservationRows BINDINGS = new BoundReservationRows("movement_bindings");

    static final String UPDATE_HEADS =
            """
            UPDATE movement_heads h SET
                version = c.version,
                reserved_stock = c.reserved_stock,
                warehouses = c.warehouses::jsonb,
                blocked_by_warehouse = c.blocked_by_warehouse::jsonb,
                reserved_by_warehouse = c.reserved_by_warehouse::jsonb,
                safety_stock = c.safety_stock,
                backorder_limit = c.backorder_limit,
                reorder_point = c.reorder_point,
                archived = c.archived,
                details_number = c.details_number,
                stood_from = c.stood_from
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS c (product_id, version, reserved_stock, warehouses, blocked_by_warehouse,
                      reserved_by_warehouse, safety_stock, backorder_limit, reorder_point, archived,
                      details_number, stood_from)
            WHERE h.product_id = c.product_id
            """;

    private static final String COPY_MOVEMENTS =
            """
            COPY movements (product_id, sequence_number, position, event_id, occurred_at,
                stood_from, payload, correlation_id, type, order_id, to_order_id, warehouse_id,
                to_warehouse_id, total_stock, blocked_stock, reserved_stock, available_stock,
                warehouses, blocked_by_warehouse, reserved_by_warehouse, safety_stock,
                backorder_limit, reorder_point, archived, details_number)
            FROM STDIN (FORMAT binary)
            """;

    private static final int MOVEMENT_COLUMNS = 25;

    /** The stock after an event. */
    private record MovementRow(
            EventEnvelope event,
            Instant stoodFrom,
            long detailsNumber,
            StockPolicy policy,
            boolean archived,
            long totalStock,
            long blockedStock,
            long reservedStock,
            long availableStock,
            String onHand,
            String blocked,
            String reserved) {}

    private final Connection connection;
    private final BoundReservations bound = new BoundReservations();
    private final ProductStocks stocks = new ProductStocks(bound);
    private final Map<String, Instant> stoodFrom = new HashMap<>();

    /** The sequence number of the event that gave the product its name and its sku. */
    private final Map<String, Long> detailsNumbers = new HashMap<>();

    private final MovementBlocks blocks = new MovementBlocks();
    private final List<MovementRow> rows = new ArrayList<>();

    private MovementsPass(Connection connection) {
        this.connection = connection;
    }

    static MovementsPass open(Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        var pass = new MovementsPass(connection);
        HEADS.lock(connection, events.keySet(), pass::add);
        BINDINGS.read(
                connection,
                BoundReservations.keysOf(events, pass.stocks.idsWithBoundReservations()),
                pass.bound);
        return pass;
    }

    private void add(ResultSet row) throws SQLException {
        String productId = row.getString("product_id");
        stocks.add(
                new ProductStock(
                        productId,
                        new ProductDetails(
                                "", "", StockColumns.policy(row), row.getBoolean("archived")),
                        row.getLong("reserved_stock"),
                        StockColumns.warehouses(row),
                        row.getLong("version"),
                        Instant.EPOCH));
        detailsNumbers.put(productId, row.getLong("details_number"));
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
        if (event.payload() instanceof ProductRegistered
                || event.payload() instanceof ProductRenamed) {
            detailsNumbers.put(stock.productId(), event.sequenceNumber());
        }
        rows.add(
                new MovementRow(
                        event,
                        from,
                        detailsNumber(stock),
                        stock.policy(),
                        stock.details().archived(),
                        stock.totalStock(),
                        stock.blockedStock(),
                        stock.reservedStock(),
                        stock.availableStock(),
                        WarehouseJson.onHand(stock.warehouses()),
                        WarehouseJson.blocked(stock.warehouses()),
                        WarehouseJson.reserved(stock.warehouses())));
        blocks.add(event);
    }

    private long detailsNumber(ProductStock stock) {
        return detailsNumbers.getOrDefault(stock.productId(), 0L);
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
                    .text(changed, stock -> WarehouseJson.onHand(stock.warehouses()))
                    .text(changed, stock -> WarehouseJson.blocked(stock.warehouses()))
                    .text(changed, stock -> WarehouseJson.reserved(stock.warehouses()))
                    .whole(changed, stock -> stock.policy().safetyStock())
                    .whole(changed, stock -> stock.policy().backorderLimit())
                    .whole(changed, stock -> stock.policy().reorderPoint())
                    .flags(changed, stock -> stock.details().archived())
                    .whole(changed, this::detailsNumber)
                    .instants(changed, stock -> stoodFrom.get(stock.productId()));
            update.executeUpdate();
        }
        BINDINGS.write(connection, bound.changed());
        copyMovements();
        blocks.write(connection);
    }

    private void copyMovements() throws SQLException {
        var copy = new CopyRows(MOVEMENT_COLUMNS);
        for (MovementRow row : rows) {
            EventEnvelope event = row.event;
            MovementKeys keys = MovementKeys.of(event.payload());
            copy.row()
                    .text(event.aggregateId())
                    .whole(event.sequenceNumber())
                    .whole(event.position())
                    .uuid(event.eventId())
                    .instant(event.occurredAt())
                    .instant(row.stoodFrom)
                    .text(EventJson.writePayload(event.payload()))
                    .text(event.metadata().correlationId())
                    .text(EventType.of(event.payload()).wireName())
                    .text(keys.orderId())
                    .text(keys.toOrderId())
                    .text(keys.warehouseId())
                    .text(keys.toWarehouseId())
                    .whole(row.totalStock)
                    .whole(row.blockedStock)
                    .whole(row.reservedStock)
                    .whole(row.availableStock)
                    .jsonb(row.onHand)
                    .jsonb(row.blocked)
                    .jsonb(row.reserved)
                    .wholeOrNull(orNull(row.policy.safetyStock()))
                    .wholeOrNull(orNull(row.policy.backorderLimit()))
                    .wholeOrNull(row.policy.reorderPoint())
                    .flag(row.archived)
                    .wholeOrNull(row.detailsNumber == 1 ? null : row.detailsNumber);
        }
        copy.copy(connection, COPY_MOVEMENTS);
    }

    /** Null for the quantity of a product without a policy, which takes no room in a row. */
    private static @Nullable Long orNull(long quantity) {
        return quantity == 0 ? null : quantity;
    }
}
