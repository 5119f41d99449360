package io.stockledger.localstack.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** Files and folders that only the user who owns them can use, whatever the umask is. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OF_OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");

    private static final int STICKY = 01000;

    private OwnerOnly() {}

    /** Creates the folder if it is missing; its missing parents get the usual permissions. */
    public static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        }
        return folder;
    }

    /** Creates the folder of a file if it is missing. */
    public static void folderOf(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            folder(parent);
        }
    }

    /** Creates an empty file if it is missing, or takes the existing one away from others. */
    public static Path file(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        restrict(file);
        return file;
    }

    /**
     * Takes a file, or a folder and everything in it, away from others, without following links. A
     * missing one is not an error, nor are files that are deleted at the same time.
     */
    public static void tree(Path root) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes known)
                            throws IOException {
                        restrict(path);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes known)
                            throws IOException {
                        if (!known.isSymbolicLink()) {
                            restrict(path);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException e)
                            throws IOException {
                        return unlessDeleted(e);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e)
                            throws IOException {
                        return e == null ? FileVisitResult.CONTINUE : unlessDeleted(e);
                    }
                });
    }

    private static FileVisitResult unlessDeleted(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    /**
     * Takes the file or the folder away from others, but not what is in it. A folder in which every
     * user may have files, such as /tmp, is left as it is.
     */
    public static void restrict(Path path) throws IOException {
        try {
            if (((Integer) Files.getAttribute(path, "unix:mode") & STICKY) != 0) {
                return;
            }
            Set<PosixFilePermission> known = new HashSet<>(Files.getPosixFilePermissions(path));
            if (known.removeAll(OF_OTHERS)) {
                Files.setPosixFilePermissions(path, known);
            }
        } catch (NoSuchFileException _) {
            // It was deleted at the same time.
        }
    }
}
