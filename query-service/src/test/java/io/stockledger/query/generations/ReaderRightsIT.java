package io.stockledger.query.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.query.testing.QueryService;
import io.stockledger.query.testing.TestTopic;
import io.stockledger.teststack.TestDatabase;
import io.stockledger.teststack.TestStack;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The rights of the role of the verification and of analysts on the views database. */
class ReaderRightsIT {

    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final TestDatabase DATABASE = TestStack.shared().newViewsDatabase();

    private static final String TABLES =
            """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm')
            """;

    private static final String CHANGEABLE_TABLES =
            TABLES
                    + """
                      AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
                    """;

    private static final String FUNCTIONS_WITH_RIGHTS_OF_THE_OWNER =
            """
            SELECT p.proname
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname NOT LIKE 'pg\\_%' AND p.prosecdef AND has_function_privilege(p.oid, 'EXECUTE')
            """;

    @BeforeAll
    static void migrate() {
        try (var topic = TestTopic.create(3)) {
            QueryService.start(DATABASE, topic.name()).close();
        }
    }

    @Test
    void the_reader_reads_every_table_and_view_and_those_of_later_generations()
            throws SQLException {
        try (Connection owner = connect(DATABASE.ownerUser(), DATABASE.ownerPassword());
                Connection reader = connectAsReader()) {
            execute(owner, "CREATE SCHEMA inventory_g7");
            execute(owner, "CREATE TABLE inventory_g7.inventory_view (id bigint)");
            List<String> tables = texts(reader, TABLES);
            assertThat(tables)
                    .contains("public.projections", "inventory_g1.inventory_view")
                    .contains("movements_g1.movements", "inventory_g7.inventory_view")
                    .anyMatch(table -> table.matches("inventory_v\\d+\\.inventory_view"));
            for (String table : tables) {
                texts(reader, "SELECT count(*) FROM " + table);
            }
            execute(owner, "DROP SCHEMA inventory_g7 CASCADE");
        }
    }

    @Test
    void the_reader_changes_no_table_and_calls_no_function_with_the_rights_of_the_owner()
            throws SQLException {
        try (Connection reader = connectAsReader()) {
            assertThat(texts(reader, CHANGEABLE_TABLES)).isEmpty();
            assertThat(texts(reader, FUNCTIONS_WITH_RIGHTS_OF_THE_OWNER)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE own (id bigint)",
                "CREATE TEMPORARY TABLE own (id bigint)",
                "CREATE SCHEMA own",
                "DELETE FROM projections",
                "SELECT drop_generation('inventory', 1)",
                "SELECT serve_generation('inventory', 1, 1)",
                "SELECT let_reader_read()"
            })
    void the_reader_cannot_change_anything_even_in_a_transaction_that_writes(String sql)
            throws SQLException {
        try (Connection reader = connectAsReader()) {
            execute(reader, "SET default_transaction_read_only = off");
            assertThatThrownBy(() -> execute(reader, sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
    }

    @Test
    void a_transaction_of_the_reader_is_read_only_by_default() throws SQLException {
        try (Connection reader = connectAsReader()) {
            assertThatThrownBy(() -> execute(reader, "CREATE TABLE own (id bigint)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(READ_ONLY_TRANSACTION));
        }
    }

    private static Connection connectAsReader() throws SQLException {
        return connect("stockledger_reader", DATABASE.readerPassword());
    }

    private static Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(DATABASE.jdbcUrl(), user, password);
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
