package io.stockledger.teststack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

class SharedStackIT {

    private final TestStack stack = TestStack.shared();

    @Test
    void the_running_server_reports_that_it_is_durable() throws SQLException {
        try (Connection connection = stack.connectAsAdministrator()) {
            assertThat(show(connection, "fsync")).isEqualTo("on");
            assertThat(show(connection, "synchronous_commit")).isEqualTo("on");
            assertThat(show(connection, "full_page_writes")).isEqualTo("on");
            assertThat(show(connection, "data_checksums")).isEqualTo("on");
            assertThat(show(connection, "server_version")).startsWith("18");
        }
    }

    @Test
    void the_owner_can_create_tables_in_the_events_database_and_the_application_cannot()
            throws SQLException {
        TestDatabase database = stack.newEventsDatabase();
        try (Connection owner = connect(database, database.ownerUser(), database.ownerPassword());
                Connection application =
                        connect(
                                database,
                                database.applicationUser(),
                                database.applicationPassword());
                Statement byOwner = owner.createStatement();
                Statement byApplication = application.createStatement()) {
            byOwner.execute("CREATE TABLE probe (id bigint)");
            byOwner.execute("GRANT INSERT ON probe TO " + database.applicationUser());
            byApplication.execute("INSERT INTO probe VALUES (1)");
            assertThatThrownBy(() -> byApplication.execute("DELETE FROM probe"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> byApplication.execute("CREATE TABLE other (id bigint)"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void the_owner_of_the_views_can_install_the_trigram_search_for_words_of_any_script()
            throws SQLException {
        TestDatabase database = stack.newViewsDatabase();
        try (Connection owner = connect(database, database.ownerUser(), database.ownerPassword());
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE EXTENSION pg_trgm");
            try (ResultSet row = statement.executeQuery("SELECT cardinality(show_trgm('чашка'))")) {
                row.next();
                assertThat(row.getInt(1)).isPositive();
            }
        }
    }

    @Test
    void a_role_of_one_database_cannot_connect_to_the_other() {
        TestDatabase events = stack.newEventsDatabase();
        TestDatabase views = stack.newViewsDatabase();

        assertThatThrownBy(() -> connect(events, views.ownerUser(), views.ownerPassword()))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_topic_can_be_created() throws Exception {
        String topic = stack.newTopicName();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 12, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            assertThat(admin.listTopics().names().get(60, TimeUnit.SECONDS)).contains(topic);
        }
    }

    private static Connection connect(TestDatabase database, String user, String password)
            throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), user, password);
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
