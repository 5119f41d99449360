package io.stockledger.localstack.postgres;

import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Creates the roles and databases of the services with the SQL files that psql runs in containers.
 * The migrations of the services create the tables.
 */
public final class Provisioning {

    public static final String OWNER = "stockledger_owner";
    public static final String APPLICATION = "stockledger_app";
    public static final String QUERY = "stockledger_query";
    public static final String READER = "stockledger_reader";

    private static final String ROLE_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = ?";
    private static final String DATABASE_EXISTS = "SELECT 1 FROM pg_database WHERE datname = ?";

    /** For a database of a version before the role. */
    private static final String LET_READER_CONNECT =
            "GRANT CONNECT ON DATABASE :\"database\" TO stockledger_reader";

    /** A psql variable: {@code :'name'} is a literal, {@code :"name"} an identifier. */
    private static final Pattern VARIABLE = Pattern.compile(":(['\"])([a-z_]+)\\1");

    private final Connection administrator;

    /**
     * Creates a provisioning.
     *
     * @param administrator a connection of a superuser in auto-commit mode, which the caller closes
     */
    public Provisioning(Connection administrator) {
        this.administrator = administrator;
    }

    /** Creates the missing ones of the four roles, even after an interrupted start. */
    public void createRoles(Passwords passwords) throws SQLException {
        if (!exists(ROLE_EXISTS, APPLICATION)) {
            run("DROP ROLE IF EXISTS " + OWNER);
            run(
                    script(
                            "events-roles.sql",
                            Map.of(
                                    "owner_password", passwords.owner(),
                                    "application_password", passwords.application())));
        }
        if (!exists(ROLE_EXISTS, QUERY)) {
            run(script("views-role.sql", Map.of("query_password", passwords.query())));
        }
        if (!exists(ROLE_EXISTS, READER)) {
            run(script("reader-role.sql", Map.of("reader_password", passwords.reader())));
        }
    }

    /** Creates an events database if it does not exist. */
    public void createEventsDatabase(String name) throws SQLException {
        createDatabase("events-database.sql", name);
    }

    /** Creates a views database if it does not exist. */
    public void createViewsDatabase(String name) throws SQLException {
        createDatabase("views-database.sql", name);
    }

    private void createDatabase(String script, String name) throws SQLException {
        if (!exists(DATABASE_EXISTS, name)) {
            run(script(script, Map.of("database", name)));
        } else {
            run(substitute(LET_READER_CONNECT, Map.of("database", name)));
        }
    }

    private boolean exists(String query, String name) throws SQLException {
        try (PreparedStatement statement = administrator.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Runs one statement at a time, because CREATE DATABASE must be the only one of its query. */
    private void run(String script) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            for (String sql : script.split(";\\s*(\n|$)", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String script(String file, Map<String, String> values) {
        try (InputStream in = Provisioning.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new StackFailure(file + " is missing: build again with mvn package.");
            }
            return substitute(new String(in.readAllBytes(), StandardCharsets.UTF_8), values);
        } catch (IOException e) {
            throw new StackFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Replaces the variables of psql by quoted values. */
    static String substitute(String script, Map<String, String> values) {
        return VARIABLE.matcher(script)
                .replaceAll(
                        variable ->
                                Matcher.quoteReplacement(
                                        quoted(variable.group(1), variable.group(2), values)));
    }

    private static String quoted(String quote, String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for " + name);
        }
        return quote + value.replace(quote, quote + quote) + quote;
    }
}
