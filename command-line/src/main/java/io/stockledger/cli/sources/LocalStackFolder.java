package io.stockledger.cli.sources;

import io.stockledger.cli.OperatorFailure;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The data folder of {@code ./run}: the ports and the passwords of the system in it. */
final class LocalStackFolder {

    private static final Map<String, String> PASSWORD_BY_ROLE =
            Map.of(
                    "stockledger_app", "application",
                    "stockledger_owner", "owner",
                    "stockledger_query", "query",
                    "stockledger_reader", "reader");

    private final Path folder;
    private final Properties ports;
    private final Properties passwords;

    /**
     * Reads the folder.
     *
     * @throws OperatorFailure if it is not the data folder of a system
     */
    LocalStackFolder(Path folder) {
        this.folder = folder;
        this.ports = properties(folder.resolve("ports.properties"));
        this.passwords = properties(folder.resolve("passwords.properties"));
    }

    /** The role that reads the events database; a system of an earlier version has no other one. */
    String eventsReader() {
        return hasReader() ? Sources.READER : Sources.APPLICATION;
    }

    /** The role that reads the views database; a system of an earlier version has no other one. */
    String viewsReader() {
        return hasReader() ? Sources.READER : Sources.QUERY;
    }

    private boolean hasReader() {
        return passwords.containsKey("reader");
    }

    Database eventsDatabase(String role) {
        return database("events database", "stockledger_events", role);
    }

    Database viewsDatabase(String role) {
        return database("views database", "stockledger_views", role);
    }

    Brokers brokers() {
        return Brokers.at("127.0.0.1:" + required(ports, "kafka"));
    }

    private Database database(String name, String database, String role) {
        return new Database(
                name,
                "jdbc:postgresql://127.0.0.1:" + required(ports, "postgres") + '/' + database,
                role,
                required(passwords, PASSWORD_BY_ROLE.getOrDefault(role, role)));
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

    private String required(Properties properties, String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new OperatorFailure(
                    "the data folder %s does not name '%s'; it is not one of ./run"
                            .formatted(folder, key));
        }
        return value;
    }
}
