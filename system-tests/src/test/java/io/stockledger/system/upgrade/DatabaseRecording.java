package io.stockledger.system.upgrade;

import static java.util.Comparator.naturalOrder;

import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A recorded database: a folder with the migration files of the version that wrote it and the rows
 * of every table as COPY text. A load applies those files, so Flyway's history has the checksums of
 * the previous version and the present version validates its own files against them.
 */
final class DatabaseRecording {

    private static final String SCHEMAS =
            """
            SELECT schemaname FROM pg_tables WHERE tablename = 'flyway_schema_history'
            ORDER BY schemaname = 'public' DESC, schemaname
            """;
    private static final String SCRIPTS =
            "SELECT script FROM %s.flyway_schema_history WHERE version IS NOT NULL ORDER BY script";
    private static final String TABLES =
            """
            SELECT c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND c.relname NOT IN ('flyway_schema_history', 'receipt_partitions')
            ORDER BY c.relname
            """;

    private final Path folder;

    DatabaseRecording(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the recording.
     *
     * @param sources the folder of the migration files of the running version
     */
    void record(Connection connection, Path sources) throws SQLException, IOException {
        for (String schema : strings(connection, SCHEMAS)) {
            Path migrations = Files.createDirectories(folder.resolve(schema).resolve("migrations"));
            for (String script : strings(connection, SCRIPTS.formatted(schema))) {
                Files.copy(find(sources, script), migrations.resolve(script));
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : strings(connection, TABLES, schema)) {
                try (OutputStream rows =
                        Files.newOutputStream(folder.resolve(schema).resolve(table + ".copy"))) {
                    copy.copyOut(
                            "COPY (SELECT * FROM %s.%s t ORDER BY t::text) TO STDOUT"
                                    .formatted(schema, table),
                            rows);
                }
            }
        }
    }

    /** Makes the schemas as the previous version did, and fills their tables. */
    void load(String jdbcUrl, String owner, String password, Map<String, String> placeholders)
            throws SQLException, IOException {
        for (Path schema : children(folder)) {
            Flyway.configure()
                    .dataSource(jdbcUrl, owner, password)
                    .defaultSchema(schema.getFileName().toString())
                    .createSchemas(true)
                    .placeholders(placeholders)
                    .locations("filesystem:" + schema.resolve("migrations"))
                    .load()
                    .migrate();
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl, owner, password)) {
            for (Path schema : children(folder)) {
                for (Path rows : children(schema)) {
                    if (!Files.isDirectory(rows)) {
                        load(connection, schema.getFileName().toString(), rows);
                    }
                }
            }
        }
    }

    private static void load(Connection connection, String schema, Path rows)
            throws SQLException, IOException {
        String table = rows.getFileName().toString().replace(".copy", "");
        try (Statement statement = connection.createStatement();
                InputStream copied = Files.newInputStream(rows)) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            if (table.equals("receipts")) {
                loadReceipts(statement, copy, copied);
                return;
            }
            if (!table.equals("events")) {
                // Some migrations insert a first row. The table of events refuses a TRUNCATE.
                statement.execute("TRUNCATE %s.%s".formatted(schema, table));
            }
            copy.copyIn("COPY %s.%s FROM STDIN".formatted(schema, table), copied);
        }
    }

    /** Gives the keys the age zero, because the services forget old keys. */
    private static void loadReceipts(Statement statement, CopyManager copy, InputStream rows)
            throws SQLException, IOException {
        statement.execute("SELECT maintain_receipts(now(), '7 days')");
        statement.execute("CREATE TEMPORARY TABLE recorded_receipts (LIKE receipts)");
        copy.copyIn("COPY recorded_receipts FROM STDIN", rows);
        statement.execute("UPDATE recorded_receipts SET recorded_at = now()");
        statement.execute("INSERT INTO receipts SELECT * FROM recorded_receipts");
    }

    private static List<String> strings(Connection connection, String sql, String... parameters)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                query.setString(index + 1, parameters[index]);
            }
            List<String> strings = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    strings.add(rows.getString(1));
                }
            }
            return strings;
        }
    }

    private static Path find(Path sources, String script) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.endsWith(script))
                    .filter(file -> file.toString().contains("src/main/resources"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The files of a folder in order of their names, with "public" first. */
    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(
                            Comparator.comparing((Path file) -> !file.endsWith("public"))
                                    .thenComparing(naturalOrder()))
                    .toList();
        }
    }
}
