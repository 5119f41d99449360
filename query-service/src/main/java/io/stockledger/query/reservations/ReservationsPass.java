package io.stockledger.query.reservations;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.InventoryEvent.ReservationExpired;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.query.intake.Projection.Pass;
import io.stockledger.query.sql.ColumnBinder;
import io.stockledger.query.sql.CopyRows;
import io.stockledger.query.sql.ProductRows;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The work of one batch on {@code reservations}, {@code reservation_heads} and {@code
 * reservation_lapses}.
 */
final class ReservationsPass implements Pass {

    static final ProductRows HEADS = new ProductRows("reservation_heads", "version");

    static final String SELECT_LINES =
            """
            SELECT r.order_id, r.product_id, r.reserved, r.shipped, r.returned, r.status, r.expires_at,
                   r.warehouse_id, r.to_order_id, r.opened_position
            FROM unnest(?, ?) AS k (order_id, product_id)
            JOIN reservations r ON r.order_id = k.order_id AND r.product_id = k.product_id
            """;

    static final String UPDATE_HEADS =
            """
            UPDATE reservation_heads h SET version = c.version
            FROM unnest(?, ?) AS c (product_id, version)
            WHERE h.product_id = c.product_id
            """;

    private static final String COPY_NEW_LINES =
            """
            COPY reservations (order_id, product_id, reserved, shipped, returned, status, expires_at,
                warehouse_id, to_order_id, opened_position)
            FROM STDIN (FORMAT binary)
            """;

    static final String UPDATE_LINES =
            """
            UPDATE reservations r SET
                reserved = l.reserved,
                shipped = l.shipped,
                returned = l.returned,
                status = l.status,
                expires_at = l.expires_at,
                warehouse_id = l.warehouse_id,
                to_order_id = l.to_order_id,
                opened_position = l.opened_position
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS l (order_id, product_id, reserved, shipped, returned, status, expires_at,
                      warehouse_id, to_order_id, opened_position)
            WHERE r.order_id = l.order_id AND r.product_id = l.product_id
            """;

    private static final int LINE_COLUMNS = 10;

    private static final String INSERT_LAPSES =
            """
            INSERT INTO reservation_lapses (product_id, sequence_number, during, quantity,
                warehouse_id)
            SELECT l.product_id, l.sequence_number, tstzrange(l.lapsed_at, l.recorded_at),
                l.quantity, l.warehouse_id
            FROM unnest(?, ?, ?, ?, ?, ?)
                AS l (product_id, sequence_number, lapsed_at, recorded_at, quantity, warehouse_id)
            """;

    /** A reservation that lapsed before its {@code ReservationExpired} was recorded. */
    private record LapsedReservation(EventEnvelope expired, ReservationLine line) {}

    private record LineKey(String orderId, String productId) {}

    private static final Comparator<LineKey> BY_ORDER =
            Comparator.comparing(LineKey::orderId).thenComparing(LineKey::productId);

    private final Connection connection;
    private final Map<String, Long> versions;
    private final Map<LineKey, ReservationLine> lines;
    private final Set<LineKey> stored;
    private final Set<String> changedProducts = new TreeSet<>();
    private final SortedMap<LineKey, ReservationLine> changedLines = new TreeMap<>(BY_ORDER);
    private final List<LapsedReservation> lapsed = new ArrayList<>();

    private ReservationsPass(
            Connection connection,
            Map<String, Long> versions,
            Map<LineKey, ReservationLine> lines) {
        this.connection = connection;
        this.versions = versions;
        this.lines = lines;
        this.stored = Set.copyOf(lines.keySet());
    }

    static ReservationsPass open(
            Connection connection, SortedMap<String, List<EventEnvelope>> events)
            throws SQLException {
        var versions = new HashMap<String, Long>();
        HEADS.lock(
                connection, events.keySet(), row -> versions.put(row.getString(1), row.getLong(2)));
        return new ReservationsPass(connection, versions, lines(connection, events.values()));
    }

    private static Map<LineKey, ReservationLine> lines(
            Connection connection, Collection<List<EventEnvelope>> events) throws SQLException {
        var keys = new TreeSet<>(BY_ORDER);
        for (List<EventEnvelope> ofProduct : events) {
            for (EventEnvelope event : ofProduct) {
                for (String orderId : ReservationLine.ordersOf(event.payload())) {
                    keys.add(new LineKey(orderId, event.aggregateId()));
                }
            }
        }
        var lines = new HashMap<LineKey, ReservationLine>();
        if (keys.isEmpty()) {
            return lines;
        }
        try (var select = connection.prepareStatement(SELECT_LINES)) {
            new ColumnBinder(select).text(keys, LineKey::orderId).text(keys, LineKey::productId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.put(
                            new LineKey(row.getString(1), row.getString(2)),
                            ReservationLine.of(row));
                }
            }
        }
        return lines;
    }

    @Override
    public long versionOf(String productId) {
        return versions.getOrDefault(productId, 0L);
    }

    @Override
    public void apply(EventEnvelope event) {
        String productId = event.aggregateId();
        List<String> orders = ReservationLine.ordersOf(event.payload());
        if (!orders.isEmpty()) {
            LineKey key = new LineKey(orders.getFirst(), productId);
            ReservationLine before = line(key);
            ReservationLine after = before.after(event.payload(), event.position());
            if (event.payload() instanceof ReservationReassigned reassigned) {
                LineKey toKey = new LineKey(reassigned.toOrderId(), productId);
                ReservationLine to =
                        line(toKey).afterReassignment(reassigned, before, event.position());
                lines.put(toKey, to);
                changedLines.put(toKey, to);
            } else if (event.payload() instanceof ReservationExpired
                    && before.hasLapsedBefore(event.occurredAt())) {
                lapsed.add(new LapsedReservation(event, before));
            }
            lines.put(key, after);
            changedLines.put(key, after);
        }
        versions.put(productId, event.sequenceNumber());
        changedProducts.add(productId);
    }

    private ReservationLine line(LineKey key) {
        ReservationLine line = lines.get(key);
        return line == null ? ReservationLine.none(key.productId()) : line;
    }

    @Override
    public void write() throws SQLException {
        HEADS.deleteEmpty(connection, emptyIds());
        if (changedProducts.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(UPDATE_HEADS)) {
            new ColumnBinder(update)
                    .text(changedProducts, id -> id)
                    .whole(changedProducts, this::versionOf);
            update.executeUpdate();
        }
        if (changedLines.isEmpty()) {
            return;
        }
        updateLines(changedLines.entrySet().stream().filter(this::isStored).toList());
        copyNewLines(changedLines.entrySet().stream().filter(row -> !isStored(row)).toList());
        insertLapses();
    }

    /**
     * The lines were read under the lock of the product's head, so no other transaction adds one.
     */
    private boolean isStored(Map.Entry<LineKey, ReservationLine> row) {
        return stored.contains(row.getKey());
    }

    private void updateLines(List<Map.Entry<LineKey, ReservationLine>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(UPDATE_LINES)) {
            new ColumnBinder(update)
                    .text(rows, row -> row.getKey().orderId())
                    .text(rows, row -> row.getKey().productId())
                    .whole(rows, row -> row.getValue().reserved())
                    .whole(rows, row -> row.getValue().shipped())
                    .whole(rows, row -> row.getValue().returned())
                    .text(rows, row -> row.getValue().end().word())
                    .instants(rows, row -> row.getValue().expiresAt())
                    .text(rows, row -> row.getValue().warehouseId())
                    .text(rows, row -> row.getValue().toOrderId())
                    .whole(rows, row -> row.getValue().openedPosition());
            update.executeUpdate();
        }
    }

    private void copyNewLines(List<Map.Entry<LineKey, ReservationLine>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var copy = new CopyRows(LINE_COLUMNS);
        for (var row : rows) {
            ReservationLine line = row.getValue();
            copy.row()
                    .text(row.getKey().orderId())
                    .text(row.getKey().productId())
                    .whole(line.reserved())
                    .whole(line.shipped())
                    .whole(line.returned())
                    .text(line.end().word())
                    .instant(line.expiresAt())
                    .text(line.warehouseId())
                    .text(line.toOrderId())
                    .wholeOrNull(line.openedPosition());
        }
        copy.copy(connection, COPY_NEW_LINES);
    }

    private void insertLapses() throws SQLException {
        if (lapsed.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT_LAPSES)) {
            new ColumnBinder(insert)
                    .text(lapsed, row -> row.expired.aggregateId())
                    .whole(lapsed, row -> row.expired.sequenceNumber())
                    .instants(lapsed, row -> row.line.expiresAt())
                    .instants(lapsed, row -> row.expired.occurredAt())
                    .whole(lapsed, row -> row.line.reserved())
                    .text(lapsed, row -> row.line.warehouseId());
            insert.executeUpdate();
        }
    }

    private List<String> emptyIds() {
        return versions.keySet().stream().filter(id -> versionOf(id) == 0).sorted().toList();
    }
}
