package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.testing.MigratedDatabase;
import io.stockledger.events.UnreadableEventException;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.UUID;

/** A stored event that no version could have written is an error and is never skipped. */
class UnreadableEventIT {

    private static final String INSERT =
            """
            INSERT INTO events (position, event_id, aggregate_id, aggregate_type, sequence_number,
                event_type, event_version, occurred_at, payload, metadata)
            VALUES (1000, ?, ?, 'Inventory', 4, 'StockReceived', 1, now(), CAST(? AS json),
                '{"commandId": "c"}')
            """;

    @Test
    void a_stored_event_with_an_impossible_value_fails_the_load_of_its_product_and_is_named()
            throws SQLException {
        try (var database = new MigratedDatabase()) {
            EventStore store = new PostgresEventStore(database.application());
            store.append(SampleEvents.next("p", 0, 3));
            store.append(SampleEvents.next("other", 0, 3));
            try (var connection = database.connectAsOwner();
                    var insert = connection.prepareStatement(INSERT)) {
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, "p");
                insert.setString(
                        3,
                        """
                        {"type": "StockReceived", "productId": "p", "warehouseId": "main",
                         "quantity": 0, "reference": "r"}
                        """);
                insert.executeUpdate();
            }

            assertThatThrownBy(() -> store.load("p", 10))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessage(
                            "event 4 of product 'p' at position 1000 of the event log cannot be"
                                    + " read: the field 'quantity' is outside 1 to"
                                    + " 9007199254740991: 0");
            assertThat(store.load("other", 10)).hasSize(3);
        }
    }
}
