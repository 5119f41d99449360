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
 * Makes the roles and databases that the services expect, from the same SQL files that psql runs
 * where the stack is made of containers. Tables are made by the services' own migrations.
 */
public final class Provisioning {

    public static final String OWNER = "stockledger_owner";
    public static final String APPLICATION = "stockledger_app";
    public static final String QUERY = "stockledger_query";

    private static final String ROLE_EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = ?";
    private static final String DATABASE_EXISTS = "SELECT 1 FROM pg_database WHERE datname = ?";

    /** A psql variable: {@code :'name'} is a literal, {@code :"name"} an identifier. */
    private static final Pattern VARIABLE = Pattern.compile(":(['\"])([a-z_]+)\\1");

    private final Connection administrator;

    /** The connection must be a superuser's, in auto-commit mode. It is not closed here. */
    public Provisioning(Connection administrator) {
        this.administrator = administrator;
    }

    /** Makes those of the three roles that are missing, so that a start cut short is mended. */
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
    }

    /** Makes an events database, unless it is there. */
    public void createEventsDatabase(String name) throws SQLException {
        createDatabase("events-database.sql", name);
    }

    /** Makes a views database, unless it is there. */
    public void createViewsDatabase(String name) throws SQLException {
        createDatabase("views-database.sql", name);
    }

    private void createDatabase(String script, String name) throws SQLException {
        if (!exists(DATABASE_EXISTS, name)) {
            run(script(script, Map.of("database", name)));
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

    /** One statement at a time: CREATE DATABASE refuses to run beside another. */
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
                throw new StackFailure(file + " is missing from the build: run mvn package again.");
            }
            return substitute(new String(in.readAllBytes(), StandardCharsets.UTF_8), values);
        } catch (IOException e) {
            throw new StackFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Puts quoted values in the places of psql's variables. */
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
