package io.stockledger.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stockledger.localstack.kafka.KafkaBroker;
import io.stockledger.localstack.kafka.Tuning;
import io.stockledger.localstack.launcher.ServiceProgram;
import io.stockledger.localstack.postgres.Passwords;
import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.postgres.Provisioning;
import io.stockledger.localstack.process.Cache;
import io.stockledger.localstack.process.ChildProcess;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.Ports;
import io.stockledger.localstack.process.Signal;
import io.stockledger.teststack.PostgresStandby;
import io.stockledger.teststack.SettingVariable;
import io.stockledger.teststack.TestFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A command service and a query replica with an events database on two Postgres servers: a primary,
 * and a standby that replicates it by streaming. The services know both addresses. For one thread.
 */
final class StandbySystem implements AutoCloseable {

    private static final String EVENTS = "stockledger_events";
    private static final String VIEWS = "stockledger_views";
    private static final Duration STOP_MAX = Duration.ofSeconds(25);
    private static final long SECONDS_MAX = 120;

    private final Path folder = TestFolder.create();
    private final Passwords passwords = Passwords.generate();
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final PostgresServer primary;
    private final PostgresServer standby;
    private final PostgresServer views;
    private final KafkaBroker kafka;
    private final JsonClient commands;
    private final JsonClient queries;

    private StandbySystem() throws IOException, SQLException {
        primary = postgres("primary");
        try (Connection administrator = primary.connectAsAdministrator()) {
            var provisioning = new Provisioning(administrator);
            provisioning.createRoles(passwords);
            provisioning.createEventsDatabase(EVENTS);
        }
        PostgresStandby.copy(
                primary,
                passwords.administrator(),
                folder.resolve("primary/data"),
                folder.resolve("standby/data"));
        standby = postgres("standby");
        views = postgres("views");
        try (Connection administrator = views.connectAsAdministrator()) {
            var provisioning = new Provisioning(administrator);
            provisioning.createRoles(passwords);
            provisioning.createViewsDatabase(VIEWS);
        }
        kafka =
                KafkaBroker.start(
                        KafkaBroker.Location.in(folder),
                        Ports.free(),
                        Ports.free(),
                        Tuning.QUICK_START);
        stops.push(kafka::close);
        commands =
                service(
                        "command-service",
                        Map.of(
                                "spring.datasource.url",
                                eventsUrl(),
                                "spring.datasource.username",
                                Provisioning.APPLICATION,
                                "spring.datasource.password",
                                passwords.application(),
                                "spring.flyway.user",
                                Provisioning.OWNER,
                                "spring.flyway.password",
                                passwords.owner()));
        queries =
                service(
                        "query-service",
                        Map.of(
                                "spring.datasource.url",
                                views.jdbcUrl(VIEWS),
                                "spring.datasource.username",
                                Provisioning.QUERY,
                                "spring.datasource.password",
                                passwords.query()));
    }

    /**
     * Starts everything. The services may not be ready yet.
     *
     * @param synchronous whether a commit waits until the standby has it on disk
     */
    static StandbySystem start(boolean synchronous) throws IOException, SQLException {
        var system = new StandbySystem();
        if (synchronous) {
            system.change(system.primary, "synchronous_standby_names = '*'");
        }
        return system;
    }

    /** The address of the events database, as the runbook has it. */
    private String eventsUrl() {
        return "jdbc:postgresql://%1$s:%2$d,%1$s:%3$d/%4$s?targetServerType=primary&hostRecheckSeconds=1"
                .formatted(Ports.LOOPBACK, primary.port(), standby.port(), EVENTS);
    }

    private PostgresServer postgres(String name) {
        Path own = folder.resolve(name);
        PostgresServer server =
                PostgresServer.start(
                        new PostgresServer.Location(
                                own.resolve("data"), Cache.folder(), own, own.resolve("log")),
                        Ports.free(),
                        passwords.administrator());
        stops.push(server::close);
        return server;
    }

    private JsonClient service(String module, Map<String, String> settings) {
        int port = Ports.free();
        var all = new HashMap<>(settings);
        all.put("server.address", Ports.LOOPBACK);
        all.put("server.port", Integer.toString(port));
        all.put("stockledger.security", "off");
        all.put("spring.kafka.bootstrap-servers", kafka.bootstrapServers());
        ServiceProgram program =
                ServiceProgram.of(
                        ProjectRoot.path().resolve(module + "/target/" + module + "-app.jar"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(program.javaOptions());
        var environment = new HashMap<String, String>();
        all.forEach((name, value) -> environment.put(SettingVariable.of(name), value));
        ChildProcess process =
                ChildProcess.start(
                        new ChildProcess.Start(
                                module,
                                command,
                                environment,
                                folder.resolve(module + ".log"),
                                folder));
        stops.push(
                () -> {
                    process.stop(Signal.TERM, STOP_MAX);
                    program.stopped();
                });
        var client = new JsonClient("http://%s:%d".formatted(Ports.LOOPBACK, port));
        stops.push(client::close);
        return client;
    }

    MugStock mug() {
        return new MugStock(commands, queries);
    }

    /** The standby receives nothing more, as if the connection between the hosts were cut. */
    void cutReplication() throws SQLException {
        change(standby, "primary_conninfo = ''");
        // The server ends the receiver only after it has read its settings again.
        await().atMost(MugStock.RECOVERED_WITHIN)
                .until(() -> number("SELECT count(*) FROM pg_stat_wal_receiver") == 0);
    }

    /** The host of the primary is lost, and the standby takes over. */
    void failOver() throws SQLException {
        primary.process().stop(Signal.KILL, STOP_MAX);
        execute(standby, "SELECT pg_promote()");
    }

    /** A number from the events database of the former standby. */
    long number(String query) throws SQLException {
        try (Connection administrator = connect(standby);
                Statement statement = administrator.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Runs {@code ./stockledger} with the addresses of this system, and returns its output. */
    String stockledger(String subcommand, String eventsPassword, String... arguments)
            throws InterruptedException {
        List<String> all =
                Stream.concat(
                                Stream.of(
                                        subcommand,
                                        "--events",
                                        standby.jdbcUrl(EVENTS),
                                        "--views",
                                        views.jdbcUrl(VIEWS),
                                        "--kafka",
                                        kafka.bootstrapServers()),
                                Stream.of(arguments))
                        .toList();
        try (Script script =
                Script.start(
                        "stockledger",
                        all,
                        Map.of(
                                "STOCKLEDGER_EVENTS_PASSWORD",
                                eventsPassword,
                                "STOCKLEDGER_VIEWS_PASSWORD",
                                passwords.query()))) {
            assertThat(script.awaitExit(SECONDS_MAX)).as(script.output()).isZero();
            return script.output();
        }
    }

    String startEpoch() throws InterruptedException {
        return stockledger("restored", passwords.owner(), "--reason", "failover");
    }

    String verify() throws InterruptedException {
        return stockledger(
                "verify",
                passwords.application(),
                "--wait",
                "60",
                "--state",
                folder.resolve("verification.state").toString());
    }

    private void change(PostgresServer server, String setting) throws SQLException {
        execute(server, "ALTER SYSTEM SET " + setting);
        execute(server, "SELECT pg_reload_conf()");
    }

    private void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection administrator = server.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(EVENTS), PostgresServer.ADMINISTRATOR, passwords.administrator());
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
