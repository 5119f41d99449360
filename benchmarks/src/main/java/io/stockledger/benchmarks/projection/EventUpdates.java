package io.stockledger.benchmarks.projection;

import io.stockledger.events.EventEnvelope;
import io.stockledger.events.EventJson;
import io.stockledger.events.InventoryEvent;
import io.stockledger.events.InventoryEvent.StockReserved;
import io.stockledger.events.InventoryEvent.StockShipped;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

/**
 * The baselines: one UPDATE of {@code inventory_view} for each event, guarded by the version, with
 * one commit per event or in JDBC batches. They write only this table, do not detect gaps and do
 * not store their progress.
 */
final class EventUpdates implements Projector, AutoCloseable {

    private static final String UPDATE =
            """
            UPDATE inventory_view SET
                total_stock = total_stock + ?,
                reserved_stock = reserved_stock + ?,
                available_stock = greatest(0, total_stock + ? - reserved_stock - ?),
                warehouses = CASE WHEN ? = 0 THEN warehouses ELSE jsonb_set(
                    warehouses, ARRAY['main'],
                    to_jsonb(CAST(warehouses ->> 'main' AS bigint) + ?)) END,
                version = ?,
                updated_at = ?
            WHERE product_id = ? AND version = ?
            """;

    private final Connection connection;
    private final PreparedStatement update;
    private final int batchSize;

    /** With a batch size of 1 each event is one statement in its own transaction. */
    EventUpdates(DataSource database, int batchSize) throws SQLException {
        this.connection = database.getConnection();
        this.connection.setAutoCommit(false);
        this.update = connection.prepareStatement(UPDATE);
        this.batchSize = batchSize;
    }

    @Override
    public void project(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        int pending = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bind(EventJson.readEnvelope(record.value()));
            if (batchSize == 1) {
                update.executeUpdate();
                connection.commit();
            } else {
                update.addBatch();
                if (++pending == batchSize) {
                    update.executeBatch();
                    connection.commit();
                    pending = 0;
                }
            }
        }
        if (pending > 0) {
            update.executeBatch();
            connection.commit();
        }
    }

    private void bind(EventEnvelope event) throws SQLException {
        long total = totalChange(event.payload());
        long reserved = total == 0 ? 1 : -1;
        update.setLong(1, total);
        update.setLong(2, reserved);
        update.setLong(3, total);
        update.setLong(4, reserved);
        update.setLong(5, total);
        update.setLong(6, total);
        update.setLong(7, event.sequenceNumber());
        update.setObject(8, event.occurredAt().atOffset(ZoneOffset.UTC));
        update.setString(9, event.aggregateId());
        update.setLong(10, event.sequenceNumber() - 1);
    }

    private static long totalChange(InventoryEvent event) {
        if (event instanceof StockReserved) {
            return 0;
        }
        if (event instanceof StockShipped) {
            return -1;
        }
        throw new IllegalArgumentException(
                "the load does not contain this kind of event: " + event);
    }

    @Override
    public void close() throws SQLException {
        update.close();
        connection.close();
    }
}
