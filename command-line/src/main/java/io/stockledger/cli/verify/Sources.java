package io.stockledger.cli.verify;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The addresses of the two databases and of Kafka.
 *
 * @param views null if the read models are not verified
 * @param kafkaServers null if the topic is not verified
 */
record Sources(
        Database events, @Nullable Database views, @Nullable String kafkaServers, String topic) {

    private static final int ROWS_PER_FETCH = 2_000;

    /**
     * A database with the role that reads it.
     *
     * @param name its name in messages
     */
    record Database(String name, String url, String user, String password) {

        /**
         * Opens a connection that only reads, and sees one moment from its first statement to the
         * next {@link Connection#commit}.
         *
         * @throws OperatorFailure if the database does not let the role in
         */
        Connection open() {
            var properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("password", password);
            properties.setProperty("ApplicationName", "stockledger-verify");
            properties.setProperty("defaultRowFetchSize", Integer.toString(ROWS_PER_FETCH));
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("tcpKeepAlive", "true");
            try {
                Connection connection = DriverManager.getConnection(url, properties);
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                throw new OperatorFailure(
                        "cannot open the %s at %s as %s: %s. Start it, or check its address, the role and the password."
                                .formatted(name, url, user, e.getMessage()),
                        e);
            }
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /** The sources of a stack that {@code ./run} has started with this data folder. */
    static Sources ofLocalStack(Path folder, String topic) {
        Properties ports = properties(folder.resolve("ports.properties"));
        Properties passwords = properties(folder.resolve("passwords.properties"));
        String server = "jdbc:postgresql://127.0.0.1:" + required(ports, "postgres", folder) + "/";
        return new Sources(
                new Database(
                        "events database",
                        server + "stockledger_events",
                        "stockledger_app",
                        required(passwords, "application", folder)),
                new Database(
                        "views database",
                        server + "stockledger_views",
                        "stockledger_query",
                        required(passwords, "query", folder)),
                "127.0.0.1:" + required(ports, "kafka", folder),
                topic);
    }

    private static Properties properties(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new OperatorFailure(
                    "cannot read %s (%s). Start the system with ./run, name its data folder with --data, or give the addresses with --events, --views and --kafka."
                            .formatted(file, e),
                    e);
        }
    }

    private static String required(Properties properties, String key, Path folder) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new OperatorFailure(
                    "the data folder %s does not name '%s'; it is not one of ./run"
                            .formatted(folder, key));
        }
        return value;
    }
}
