package io.stockledger.teststack;

import io.stockledger.localstack.postgres.PostgresServer;
import io.stockledger.localstack.process.Ports;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the data folder of a hot standby, which replicates a running server by streaming. */
public final class PostgresStandby {

    private PostgresStandby() {}

    /**
     * Makes a low-level base backup of a running server: its files, and the label with which they
     * become consistent. A server that is started on the copy is a standby.
     *
     * @param primary the server
     * @param password the password of its superuser
     * @param from its data folder
     * @param to the data folder of the standby, which does not exist yet
     */
    public static void copy(PostgresServer primary, String password, Path from, Path to)
            throws IOException, SQLException {
        try (Connection administrator = primary.connectAsAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', fast => true)");
            Files.createDirectories(to.getParent());
            Files.walkFileTree(from, new DataFiles(from, to));
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                row.next();
                Files.writeString(to.resolve("backup_label"), row.getString(1));
            }
        }
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
                        .formatted(
                                Ports.LOOPBACK,
                                primary.port(),
                                PostgresServer.ADMINISTRATOR,
                                password),
                StandardOpenOption.APPEND);
    }

    /** Copies all files but the write-ahead log, which is streamed, and the server's lock file. */
    private static final class DataFiles extends SimpleFileVisitor<Path> {

        private final Path from;
        private final Path to;

        DataFiles(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            Files.copy(folder, target(folder), StandardCopyOption.COPY_ATTRIBUTES);
            return folder.equals(from.resolve("pg_wal"))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (!file.getFileName().toString().startsWith("postmaster.")) {
                try {
                    Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES);
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        /** A file that the server deletes during the copy is restored from the write-ahead log. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private Path target(Path path) {
            return to.resolve(from.relativize(path));
        }
    }
}
