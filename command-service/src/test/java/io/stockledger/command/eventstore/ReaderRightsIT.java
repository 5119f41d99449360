package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rights of the role of the verification and of analysts on the events database. */
class ReaderRightsIT {

    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    /** Every table and partition. */
    private static final String TABLES =
            """
            SELECT c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
            """;

    private static final String CHANGEABLE_TABLES =
            """
            SELECT c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
              AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
            """;

    private static final String FUNCTIONS =
            """
            SELECT p.proname
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'public' AND p.prorettype <> 'trigger'::regtype
              AND has_function_privilege(p.oid, 'EXECUTE')
            """;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void the_reader_reads_every_table_and_those_that_are_made_later() throws SQLException {
        DATABASE.asOwner("CREATE TABLE made_later (id bigint)");
        DATABASE.asOwner(
                "CREATE TABLE receipts_later PARTITION OF receipts FOR VALUES FROM ('2100-01-01')"
                        + " TO ('2100-02-01')");
        try (Connection reader = DATABASE.connectAsReader()) {
            List<String> tables = texts(reader, TABLES);
            assertThat(tables)
                    .contains("events", "log_head", "log_epochs", "receipts", "receipts_default")
                    .contains("reservation_deadlines", "snapshots", "made_later", "receipts_later");
            for (String table : tables) {
                texts(reader, "SELECT count(*) FROM " + table);
            }
        } finally {
            DATABASE.asOwner("DROP TABLE made_later, receipts_later");
        }
    }

    @Test
    void the_reader_changes_no_table_and_calls_no_function_even_in_a_transaction_that_writes()
            throws SQLException {
        try (Connection reader = DATABASE.connectAsReader()) {
            execute(reader, "SET default_transaction_read_only = off");
            assertThat(texts(reader, CHANGEABLE_TABLES)).isEmpty();
            assertThat(texts(reader, FUNCTIONS)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE own (id bigint)",
                "CREATE TEMPORARY TABLE own (id bigint)",
                "CREATE SCHEMA own",
                "DELETE FROM snapshots",
                "SELECT lock_log_head()",
                "SELECT FROM log_head FOR UPDATE",
                "LOCK TABLE log_head IN ROW SHARE MODE"
            })
    void the_reader_cannot_make_or_lock_anything(String sql) throws SQLException {
        try (Connection reader = DATABASE.connectAsReader()) {
            execute(reader, "SET default_transaction_read_only = off");
            reader.setAutoCommit(false);
            assertThatThrownBy(() -> execute(reader, sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    @Test
    void a_transaction_of_the_reader_is_read_only_by_default() throws SQLException {
        try (Connection reader = DATABASE.connectAsReader()) {
            assertThatThrownBy(() -> execute(reader, "CREATE TABLE own (id bigint)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(READ_ONLY_TRANSACTION));
        }
    }

    @Test
    void the_owner_lets_a_role_read_that_was_created_after_the_migrations() throws SQLException {
        try (var late = new MigratedDatabase()) {
            late.asOwner("REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM stockledger_reader");
            try (Connection reader = late.connectAsReader()) {
                assertThatThrownBy(() -> execute(reader, "SELECT FROM events"))
                        .isInstanceOf(SQLException.class);

                late.asOwner("SELECT let_reader_read()");

                execute(reader, "SELECT FROM events");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
