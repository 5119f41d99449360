package io.stockledger.command.eventstore;

import io.stockledger.command.eventstore.AppendBatch.NewReceipt;
import io.stockledger.command.eventstore.AppendResult.Conflict;
import io.stockledger.command.eventstore.AppendResult.Success;
import io.stockledger.command.eventstore.AppendResult.VersionConflict;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventType;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.ReservationChanged;
import io.stockledger.events.InventoryEvent.ReservationExtended;
import io.stockledger.events.InventoryEvent.ReservationReassigned;
import io.stockledger.events.InventoryEvent.StockReserved;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One call of the SQL function {@code append_events}: its parameters and its result. */
final class AppendCall {

    private static final String APPEND =
            """
            SELECT first_position, conflict_stream, expected_version, actual_version, known_key,
                   changed_order
            FROM append_events(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                               ?, ?, ?, ?, ?::timestamptz[], ?, ?)
            """;

    private final Connection connection;
    private final PreparedStatement statement;
    private int parameter;

    private AppendCall(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Appends the batch in the transaction of the connection. */
    static AppendResult run(Connection connection, AppendBatch batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            new AppendCall(connection, statement).bind(batch);
            try (ResultSet rows = statement.executeQuery()) {
                return result(rows);
            }
        }
    }

    /** Binds an anchor to the first three parameters, and returns the number of the last one. */
    static int bind(PreparedStatement statement, @Nullable LogAnchor anchor) throws SQLException {
        statement.setObject(1, anchor == null ? null : anchor.epoch().id(), Types.OTHER);
        statement.setObject(2, anchor == null ? null : anchor.position(), Types.BIGINT);
        statement.setObject(3, anchor == null ? null : anchor.eventId(), Types.OTHER);
        return 3;
    }

    private static AppendResult result(ResultSet rows) throws SQLException {
        var conflicts = new ArrayList<VersionConflict>();
        var knownKeys = new LinkedHashSet<String>();
        var changedOrders = new LinkedHashSet<String>();
        long firstPosition = 0;
        while (rows.next()) {
            String stream = rows.getString(2);
            String key = rows.getString(5);
            String order = rows.getString(6);
            if (stream != null) {
                conflicts.add(new VersionConflict(stream, rows.getLong(3), rows.getLong(4)));
            } else if (key != null) {
                knownKeys.add(key);
            } else if (order != null) {
                changedOrders.add(order);
            } else {
                firstPosition = rows.getLong(1);
            }
        }
        return conflicts.isEmpty() && knownKeys.isEmpty() && changedOrders.isEmpty()
                ? new Success(firstPosition)
                : new Conflict(conflicts, knownKeys, changedOrders);
    }

    private void bind(AppendBatch batch) throws SQLException {
        parameter = bind(statement, batch.anchor());
        KnownLog known = batch.knownLog();
        Map<String, Long> expected = unconfirmedFirst(batch.expectedVersions(), known);
        if (known == null) {
            statement.setNull(++parameter, Types.BIGINT);
            statement.setInt(++parameter, expected.size());
        } else {
            statement.setLong(++parameter, known.position());
            statement.setInt(++parameter, known.unconfirmed().size());
        }
        array("text", expected.keySet().toArray(String[]::new));
        array("bigint", expected.values().toArray(Long[]::new));
        array("text", batch.keys().toArray(String[]::new));
        array("text", batch.productsOfOrders().keySet().toArray(String[]::new));
        array("integer", batch.productsOfOrders().values().toArray(Integer[]::new));
        bindEvents(batch.events());
        bindReceipts(batch.receipts());
        bindDeadlines(batch.events());
    }

    /**
     * Puts the unconfirmed streams first, because the function checks only these if the log ends at
     * the known position.
     */
    private static Map<String, Long> unconfirmedFirst(
            Map<String, Long> expected, @Nullable KnownLog known) {
        if (known == null || known.unconfirmed().isEmpty()) {
            return expected;
        }
        Set<String> unconfirmed = known.unconfirmed();
        var ordered = new LinkedHashMap<String, Long>(expected.size() * 2);
        expected.forEach(
                (stream, version) -> {
                    if (unconfirmed.contains(stream)) {
                        ordered.put(stream, version);
                    }
                });
        expected.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private void bindEvents(List<StreamEvent> events) throws SQLException {
        int count = events.size();
        var ids = new String[count];
        var streams = new String[count];
        var sequenceNumbers = new Long[count];
        var occurredAtMicros = new Long[count];
        var types = new String[count];
        var versions = new Integer[count];
        var payloads = new String[count];
        var metadata = new String[count];
        var json = new EventJson.Writer();
        for (int i = 0; i < count; i++) {
            StreamEvent event = events.get(i);
            EventType type = EventType.of(event.payload());
            ids[i] = event.eventId().toString();
            streams[i] = event.streamId();
            sequenceNumbers[i] = event.sequenceNumber();
            occurredAtMicros[i] = ChronoUnit.MICROS.between(Instant.EPOCH, event.occurredAt());
            types[i] = type.wireName();
            versions[i] = type.wireVersion();
            payloads[i] = json.payload(event.payload());
            metadata[i] = json.metadata(event.metadata());
        }
        // The driver sends text arrays in binary, but would format and quote an array of uuid.
        array("text", ids);
        array("text", streams);
        array("bigint", sequenceNumbers);
        array("bigint", occurredAtMicros);
        array("text", types);
        array("integer", versions);
        array("text", payloads);
        array("text", metadata);
    }

    private void bindReceipts(List<NewReceipt> receipts) throws SQLException {
        array("text", receipts.stream().map(NewReceipt::key).toArray(String[]::new));
        array(
                "text",
                receipts.stream()
                        .map(receipt -> receipt.fingerprint().toString())
                        .toArray(String[]::new));
        array("integer", receipts.stream().map(NewReceipt::firstEvent).toArray(Integer[]::new));
        array("integer", receipts.stream().map(NewReceipt::eventCount).toArray(Integer[]::new));
    }

    private record Deadline(String productId, String orderId, Instant expiresAt) {}

    private void bindDeadlines(List<StreamEvent> events) throws SQLException {
        Collection<Deadline> deadlines = new ArrayList<>();
        for (StreamEvent event : events) {
            Deadline deadline = deadline(event.payload());
            if (deadline != null) {
                deadlines.add(deadline);
            }
        }
        array("text", deadlines.stream().map(d -> d.expiresAt.toString()).toArray(String[]::new));
        array("text", deadlines.stream().map(Deadline::productId).toArray(String[]::new));
        array("text", deadlines.stream().map(Deadline::orderId).toArray(String[]::new));
    }

    private static @Nullable Deadline deadline(InventoryEvent event) {
        return switch (event) {
            case StockReserved e -> deadline(e.productId(), e.orderId(), e.expiresAt());
            case ReservationExtended e -> deadline(e.productId(), e.orderId(), e.expiresAt());
            case ReservationChanged e -> deadline(e.productId(), e.orderId(), e.expiresAt());
            case ReservationReassigned e -> deadline(e.productId(), e.toOrderId(), e.expiresAt());
            default -> null;
        };
    }

    private static @Nullable Deadline deadline(
            String productId, String orderId, @Nullable Instant expiresAt) {
        return expiresAt == null ? null : new Deadline(productId, orderId, expiresAt);
    }

    private void array(String type, Object[] values) throws SQLException {
        statement.setArray(++parameter, connection.createArrayOf(type, values));
    }
}
