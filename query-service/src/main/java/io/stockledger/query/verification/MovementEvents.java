package io.stockledger.query.verification;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.EventMetadata;
import io.stockledger.events.UnreadableEventException;
import io.stockledger.verification.readmodels.ServingGenerations;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The events in {@code movements} of the products from one id to another, each in sequence. For one
 * thread.
 */
final class MovementEvents implements AutoCloseable {

    private static final String EVENTS =
            """
            SELECT product_id, sequence_number, position, event_id, occurred_at, payload
            FROM {movements}.movements
            WHERE product_id >= ? COLLATE "C" AND product_id <= ? COLLATE "C"
            ORDER BY product_id, sequence_number
            """;

    /** The column {@code movements} has no metadata, and no row depends on it. */
    private static final EventMetadata NO_METADATA = new EventMetadata("", null, null, null, null);

    private final PreparedStatement statement;
    private final ResultSet rows;

    private MovementEvents(PreparedStatement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    static MovementEvents open(
            Connection connection, ServingGenerations serving, String first, String last)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(serving.qualified(EVENTS));
        select.setFetchSize(1_000);
        select.setString(1, first);
        select.setString(2, last);
        return new MovementEvents(select, select.executeQuery());
    }

    /**
     * The next event, or null after the last one.
     *
     * @throws UnreadableEventException if its payload cannot be read
     */
    @Nullable EventEnvelope next() throws SQLException {
        if (!rows.next()) {
            return null;
        }
        return new EventEnvelope(
                rows.getObject(4, UUID.class),
                rows.getString(1),
                EventEnvelope.INVENTORY,
                rows.getLong(2),
                rows.getLong(3),
                rows.getObject(5, OffsetDateTime.class).toInstant(),
                EventJson.readPayload(rows.getString(6)),
                NO_METADATA);
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        statement.close();
    }
}
