package io.stockledger.localstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.ProcessRecord;
import io.stockledger.localstack.process.Signal;
import io.stockledger.localstack.process.StackFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

class PostgresServerIT {

    private static final int PORT = Ports.free();

    /** The folder of most tests, because it takes long to create a cluster. */
    @TempDir private static Path sharedFolder;

    @TempDir private Path ownFolder;

    private Path folder = sharedFolder;

    @AfterEach
    void stopLeftoverProcesses() {
        LeftoverProcesses.stopAll(folder.resolve("processes"));
    }

    @Test
    void the_running_server_reports_the_settings_that_durability_depends_on() throws SQLException {
        try (PostgresServer server = start();
                Connection connection = server.connectAsAdministrator()) {
            assertThat(show(connection, "fsync")).isEqualTo("on");
            assertThat(show(connection, "synchronous_commit")).isEqualTo("on");
            assertThat(show(connection, "full_page_writes")).isEqualTo("on");
            assertThat(show(connection, "data_checksums")).isEqualTo("on");
            assertThat(show(connection, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(show(connection, "server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void committed_rows_survive_a_kill_and_the_server_starts_again() throws Exception {
        try (PostgresServer server = start()) {
            execute(server, "CREATE TABLE kept (id bigint)");
            execute(server, "INSERT INTO kept VALUES (42)");
            List<ProcessRecord> children = childrenOf(server);
            Signal.KILL.sendTo(server.process().pid());
            server.process().ended().get(60, TimeUnit.SECONDS);
            // They hold the shared memory until they have noticed the end of the server.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> children.stream().allMatch(each -> each.running().isEmpty()));
        }

        try (PostgresServer server = start()) {
            assertThat(queried(server, "SELECT id FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void the_lock_of_a_killed_server_is_removed_even_if_another_process_has_its_id()
            throws Exception {
        start().close();
        Path lock = folder.resolve("postgres/postmaster.pid");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n/elsewhere\n1\n1\n");

        try (PostgresServer server = start()) {
            assertThat(queried(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_leftover_server_of_a_killed_parent_is_stopped_before_the_next_start() throws Exception {
        PostgresServer leftover = start();

        assertThat(LeftoverProcesses.stopAll(folder.resolve("processes")))
                .containsExactly("postgres");

        assertThat(leftover.process().ended()).succeedsWithin(60, TimeUnit.SECONDS);
        assertThat(LeftoverProcesses.stopAll(folder.resolve("processes"))).isEmpty();
        start().close();
    }

    @Test
    void the_result_of_an_interrupted_initdb_is_not_used() throws Exception {
        folder = ownFolder;
        Path unfinished = Files.createDirectories(folder.resolve("postgres.unfinished"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

        try (PostgresServer server = start()) {
            assertThat(queried(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_damaged_cluster_is_reported_in_one_line_with_a_remedy() throws Exception {
        folder = ownFolder;
        start().close();
        Files.delete(folder.resolve("postgres/global/pg_control"));

        assertThatThrownBy(this::start)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("pg_control")
                .hasMessageContaining("--fresh")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_cluster_of_another_version_of_postgres_is_reported_with_both_versions()
            throws Exception {
        folder = ownFolder;
        start().close();
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("initialized by PostgreSQL version 17")
                .hasMessageContaining("this version 18")
                .hasMessageContaining("Start the version of Stockledger that made it");
    }

    @Test
    void a_wrong_password_is_reported_in_one_line_with_a_remedy() {
        start().close();

        assertThatThrownBy(() -> PostgresServer.start(location(), PORT, "another"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("passwords file");
    }

    @Test
    void roles_and_databases_can_be_created_twice() throws SQLException {
        Passwords passwords = Passwords.generate();
        try (PostgresServer server = start();
                Connection connection = server.connectAsAdministrator()) {
            Provisioning provisioning = new Provisioning(connection);
            for (int time = 0; time < 2; time++) {
                provisioning.createRoles(passwords);
                provisioning.createEventsDatabase("stockledger_events");
                provisioning.createViewsDatabase("stockledger_views");
            }
            assertThat(
                            queried(
                                    server,
                                    "SELECT string_agg(d.datname || '=' || r.rolname, ' ' ORDER BY"
                                            + " d.datname) FROM pg_database d JOIN pg_roles r ON"
                                            + " r.oid = d.datdba WHERE r.rolname <> 'postgres'"))
                    .isEqualTo(
                            "stockledger_events=stockledger_owner"
                                    + " stockledger_views=stockledger_query");
        }
    }

    private static List<ProcessRecord> childrenOf(PostgresServer server) {
        return ProcessHandle.of(server.process().pid())
                .orElseThrow()
                .descendants()
                .map(ProcessRecord::of)
                .toList();
    }

    private PostgresServer start() {
        return PostgresServer.start(location(), PORT, "secret");
    }

    private PostgresServer.Location location() {
        return new PostgresServer.Location(
                folder.resolve("postgres"),
                Cache.folder(),
                folder.resolve("processes"),
                folder.resolve("postgres.log"));
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connectAsAdministrator();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String queried(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connectAsAdministrator();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
