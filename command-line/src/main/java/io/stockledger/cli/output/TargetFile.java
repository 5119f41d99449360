package io.stockledger.cli.output;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that an option names, which is complete or as it was before: it is written beside its
 * place and then moved there. A link stays, and the file behind it is replaced. A target that
 * exists and is no regular file, such as a pipe or a device, is written directly, and is neither
 * replaced nor deleted. For one thread; only {@link #discard} may be called by another one.
 */
public final class TargetFile {

    private static final int LINKS_MAX = 40;

    private final Path target;
    private final @Nullable Path part;

    /**
     * Creates nothing yet.
     *
     * @param option names the target, for messages
     * @throws OperatorFailure if no file can be written there
     */
    public TargetFile(String option, Path named) {
        if (named.getFileName() == null || Files.isDirectory(named)) {
            throw new OperatorFailure(
                    "%s %s is a folder: name a file in it".formatted(option, named));
        }
        try {
            if (Files.exists(named) && !Files.isRegularFile(named)) {
                target = named;
                part = null;
            } else {
                target = place(named);
                Path name = target.getFileName();
                part = target.resolveSibling(name + "." + ProcessHandle.current().pid() + ".part");
            }
        } catch (IOException e) {
            throw new OperatorFailure(
                    "cannot write %s (%s): check %s".formatted(named, e, option), e);
        }
        Path folder = target.toAbsolutePath().getParent();
        if (part != null && (folder == null || !Files.isWritable(folder))) {
            throw new OperatorFailure(
                    "cannot create a file in %s: check %s".formatted(folder, option));
        }
    }

    /** Whether both paths lead to the same file, also through links. It need not exist. */
    public static boolean areSame(Path one, Path other) throws IOException {
        boolean areThere = Files.exists(one) && Files.exists(other);
        return areThere ? Files.isSameFile(one, other) : place(one).equals(place(other));
    }

    /** Returns the place behind all links, at which there may be no file yet. */
    private static Path place(Path named) throws IOException {
        Path place = named.toAbsolutePath();
        for (int i = 0; i < LINKS_MAX && Files.isSymbolicLink(place); i++) {
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        Path folder = place.getParent();
        Path name = place.getFileName();
        return folder == null || name == null || !Files.isDirectory(folder)
                ? place.normalize()
                : folder.toRealPath().resolve(name);
    }

    /** Whether the target is written directly, so that it is not as it was after a failure. */
    public boolean isDirect() {
        return part == null;
    }

    /** Opens the file. The caller closes it before {@link #complete}. */
    public OutputStream open() throws IOException {
        return part == null
                ? Files.newOutputStream(target, StandardOpenOption.WRITE)
                : Files.newOutputStream(
                        part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Moves the file, which is written completely, to its place. */
    public void complete() throws IOException {
        if (part != null) {
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes the file of an earlier time, if it is a regular file. */
    public void deleteEarlier() throws IOException {
        if (part != null && Files.isRegularFile(target)) {
            Files.deleteIfExists(target);
        }
    }

    /** Deletes the file that is not complete; does nothing after {@link #complete}. */
    public void discard() {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException _) {
            // The name of the file says that it is a part.
        }
    }
}
