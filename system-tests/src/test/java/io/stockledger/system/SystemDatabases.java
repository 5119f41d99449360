package io.stockledger.system;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The databases of a system that {@code ./run} has started, used by its administrator. */
final class SystemDatabases {

    static final String EVENTS = "stockledger_events";
    static final String VIEWS = "stockledger_views";

    private final String port;
    private final String password;

    private SystemDatabases(String port, String password) {
        this.port = port;
        this.password = password;
    }

    /** The databases of the system with this data folder. */
    static SystemDatabases of(Path data) throws IOException {
        return new SystemDatabases(
                properties(data.resolve("ports.properties")).getProperty("postgres"),
                properties(data.resolve("passwords.properties")).getProperty("administrator"));
    }

    private static Properties properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The password of the administrator. */
    String password() {
        return password;
    }

    /**
     * Runs a statement without the triggers that protect the log.
     *
     * @return the number of rows
     */
    int executeByHand(String database, String statement) throws SQLException {
        try (Connection connection = connect(database);
                Statement sql = connection.createStatement()) {
            sql.execute("SET session_replication_role = replica");
            return sql.executeUpdate(statement);
        }
    }

    /** Runs statements of the administrator that return nothing. */
    void administer(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    long number(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Makes a copy of a database, as a backup of this moment. The services lose it for a while. */
    void copy(String database, String copy) throws SQLException {
        withoutConnections(
                database,
                "CREATE DATABASE " + copy + " TEMPLATE " + database,
                """
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %1$s OWNER TO %%s',
                        (SELECT datdba::regrole FROM pg_database WHERE datname = '%2$s'));
                END $$
                """
                        .formatted(copy, database));
    }

    /** Puts the copy in the place of the database. */
    void restore(String database, String copy) throws SQLException {
        withoutConnections(
                database,
                "ALTER DATABASE " + database + " RENAME TO " + database + "_lost",
                "ALTER DATABASE " + copy + " RENAME TO " + database);
    }

    /** Drops a database and creates it again, empty, as {@code ./run} does at the first start. */
    void lose(String database, String owner) throws SQLException {
        withoutConnections(
                database,
                "DROP DATABASE " + database,
                "CREATE DATABASE " + database + " OWNER " + owner);
    }

    /** Ends the connections to a database, and refuses new ones until {@link #open}. */
    void close(String database) throws SQLException {
        administer(
                "postgres",
                "ALTER DATABASE " + database + " ALLOW_CONNECTIONS false",
                """
                SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '%s'
                """
                        .formatted(database));
    }

    /** Lets connections to all databases of the system in again. */
    void open() throws SQLException {
        administer(
                "postgres",
                """
                DO $$ DECLARE name text; BEGIN
                    FOR name IN SELECT datname FROM pg_database WHERE NOT datallowconn AND datname LIKE 'stockledger%'
                    LOOP EXECUTE format('ALTER DATABASE %I ALLOW_CONNECTIONS true', name); END LOOP;
                END $$
                """);
    }

    private void withoutConnections(String database, String... statements) throws SQLException {
        close(database);
        administer("postgres", statements);
        open();
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", password);
    }
}
