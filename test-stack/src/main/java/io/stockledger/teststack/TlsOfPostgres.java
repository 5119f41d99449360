package io.stockledger.teststack;

import io.stockledger.teststack.TestCertificates.Kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/**
 * TLS of the shared Postgres, from {@link #on} to {@link #close}. The server itself writes the
 * certificate and the key into its data folder, so that this also works in a container. Not
 * thread-safe.
 */
public final class TlsOfPostgres implements AutoCloseable {

    private static final Duration RELOAD_MAX = Duration.ofSeconds(60);

    private final TestCertificates certificates = TestCertificates.shared();

    private TlsOfPostgres() {}

    /** Turns TLS on with that certificate; connections without TLS stay possible. */
    public static TlsOfPostgres on(Kind kind) throws SQLException, IOException {
        var tls = new TlsOfPostgres();
        tls.present(kind);
        return tls;
    }

    /** Presents another certificate to every later connection. */
    public void present(Kind kind) throws SQLException, IOException {
        String name = kind.name().toLowerCase(Locale.ROOT);
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            write(administrator, certificates.certificate(kind), name + ".crt");
            write(administrator, certificates.key(kind), name + ".key");
            statement.execute("ALTER SYSTEM SET ssl_cert_file = '%s.crt'".formatted(name));
            statement.execute("ALTER SYSTEM SET ssl_key_file = '%s.key'".formatted(name));
            statement.execute("ALTER SYSTEM SET ssl = on");
        }
        reloadUntil(
                "current_setting('ssl') = 'on' AND current_setting('ssl_cert_file') = '%s.crt'"
                        .formatted(name));
    }

    /**
     * The URL of a database by the host name {@code localhost}, with which the driver checks the
     * certificate and the host.
     *
     * @param ca the file of the CA that is trusted
     */
    public static String verifiedUrl(TestDatabase database, Path ca) {
        return database.jdbcUrl().replace("127.0.0.1", "localhost")
                + "?sslmode=verify-full&sslrootcert="
                + ca;
    }

    /** Turns TLS off. */
    @Override
    public void close() throws SQLException {
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("ALTER SYSTEM RESET ssl");
        }
        reloadUntil("current_setting('ssl') = 'off'");
    }

    private static void write(Connection administrator, Path file, String name)
            throws SQLException, IOException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE lines (number serial, line text)");
            try (PreparedStatement insert =
                    administrator.prepareStatement("INSERT INTO lines (line) VALUES (?)")) {
                for (String line : Files.readAllLines(file)) {
                    insert.setString(1, line);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            // The program runs in the data folder; the server refuses a key that others may read.
            statement.execute(
                    "COPY (SELECT line FROM lines ORDER BY number) TO PROGRAM"
                            + " 'umask 077; cat > %s'".formatted(name));
            statement.execute("DROP TABLE lines");
        }
    }

    /** A new session has the settings with which the server accepts connections. */
    private static void reloadUntil(String condition) throws SQLException {
        long deadline = System.nanoTime() + RELOAD_MAX.toNanos();
        try (Connection administrator = TestStack.shared().connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        }
        while (!holds(condition)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Postgres did not reload: " + condition);
            }
        }
    }

    private static boolean holds(String condition) throws SQLException {
        try (Connection session = TestStack.shared().connectAsAdministrator();
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
