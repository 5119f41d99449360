package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Events can be appended and never changed. */
class AppendOnlyIT {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String RESTRICT_VIOLATION = "23001";
    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final EventStore store = new PostgresEventStore(DATABASE.application());
    private final String stream = "p/" + UUID.randomUUID();

    @BeforeEach
    void appendEvents() {
        store.append(SampleEvents.next(stream, 0, 3));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE events SET payload = '{}'",
                "DELETE FROM events",
                "TRUNCATE events",
                "ALTER TABLE events DISABLE TRIGGER events_are_append_only",
                "DROP TRIGGER events_are_append_only ON events",
                "DROP TABLE events",
                "DELETE FROM log_head",
                "INSERT INTO log_head (only_row, position) VALUES (true, 0)",
                "DELETE FROM relay_checkpoint",
                "DELETE FROM relay_lease",
                "SET session_replication_role = replica"
            })
    void the_application_role_cannot_change_recorded_data(String sql) throws SQLException {
        try (Connection connection = DATABASE.application().getConnection()) {
            assertRefused(connection, sql, INSUFFICIENT_PRIVILEGE);
        }
        assertThat(store.load(stream, 10)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE events SET payload = '{}'",
                "UPDATE events SET payload = '{}' WHERE position < 0",
                "DELETE FROM events",
                "TRUNCATE events"
            })
    void even_the_owner_cannot_change_recorded_data_by_mistake(String sql) throws SQLException {
        try (Connection connection = DATABASE.connectAsOwner()) {
            assertRefused(connection, sql, RESTRICT_VIOLATION);
        }
        assertThat(store.load(stream, 10)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void durability_settings_of_the_server_are_on(String setting) throws SQLException {
        try (Connection connection = DATABASE.application().getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("on");
        }
    }

    private static void assertRefused(Connection connection, String sql, String state)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
        }
    }
}
