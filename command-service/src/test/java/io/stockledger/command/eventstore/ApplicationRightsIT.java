package io.stockledger.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.MigratedDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rights of the application role on the events database, tried one by one. */
class ApplicationRightsIT {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    /** Every table and partition, with one of its columns. */
    private static final String TABLES =
            """
            SELECT c.relname, min(a.attname)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
            GROUP BY c.relname
            """;

    private static final String FUNCTIONS =
            """
            SELECT DISTINCT p.proname
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'public' AND p.prorettype <> 'trigger'::regtype
              AND has_function_privilege(p.oid, 'EXECUTE')
            """;

    /**
     * The functions that run with the rights of the owner, but in the search path of the caller.
     */
    private static final String OPEN_FUNCTIONS =
            """
            SELECT p.proname
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'public' AND p.prosecdef
              AND NOT coalesce('search_path=public, pg_temp' = ANY (p.proconfig), false)
            """;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void the_application_role_changes_only_the_tables_beside_the_log() throws SQLException {
        var allowed = new TreeMap<String, Set<String>>();
        try (Connection connection = DATABASE.application().getConnection()) {
            for (Map.Entry<String, String> table : tables(connection).entrySet()) {
                var operations = new TreeSet<String>();
                statements(table.getKey(), table.getValue())
                        .forEach(
                                (operation, sql) -> {
                                    if (isAllowed(connection, sql)) {
                                        operations.add(operation);
                                    }
                                });
                if (!operations.isEmpty()) {
                    allowed.put(table.getKey(), operations);
                }
            }
        }

        assertThat(allowed)
                .isEqualTo(
                        Map.of(
                                "relay_checkpoint",
                                Set.of("UPDATE"),
                                "reservation_deadlines",
                                Set.of("INSERT", "UPDATE", "DELETE"),
                                "snapshots",
                                Set.of("INSERT", "UPDATE", "DELETE")));
    }

    @Test
    void the_application_role_calls_only_the_functions_that_the_service_needs()
            throws SQLException {
        try (Connection connection = DATABASE.application().getConnection()) {
            assertThat(texts(connection, FUNCTIONS))
                    .containsExactlyInAnyOrder(
                            "append_events", "halt_log", "lock_log_head", "maintain_receipts");
        }
    }

    @Test
    void no_function_with_the_rights_of_the_owner_uses_the_search_path_of_its_caller()
            throws SQLException {
        try (Connection connection = DATABASE.connectAsOwner()) {
            assertThat(texts(connection, OPEN_FUNCTIONS)).isEmpty();
        }
    }

    private static Map<String, String> statements(String table, String column) {
        var statements = new LinkedHashMap<String, String>();
        statements.put("INSERT", "INSERT INTO %s DEFAULT VALUES".formatted(table));
        statements.put("UPDATE", "UPDATE %s SET %s = %s".formatted(table, column, column));
        statements.put("DELETE", "DELETE FROM %s".formatted(table));
        statements.put("TRUNCATE", "TRUNCATE %s".formatted(table));
        return statements;
    }

    private static boolean isAllowed(Connection connection, String sql) {
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return true;
            } catch (SQLException e) {
                return !INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> tables(Connection connection) throws SQLException {
        var tables = new TreeMap<String, String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.put(rows.getString(1), rows.getString(2));
            }
        }
        assertThat(tables).containsKeys("events", "receipts", "log_head", "receipts_default");
        return tables;
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
