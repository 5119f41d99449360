package io.stockledger.localstack.launcher;

import io.stockledger.issuer.LocalIssuer;
import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.OwnerOnly;
import io.stockledger.localstack.process.ProcessRecord;
import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The data folder of a stack. One launcher at a time can use it. */
final class StackFolder implements AutoCloseable {

    static final long FREE_MIN_MIB = 500;

    private static final long MIB = 1 << 20;
    private static final List<String> DATA =
            List.of("postgres", "postgres.unfinished", "kafka", "logs", "issuer", "sandbox-clock");

    private static final List<String> OPEN_TO_NOBODY =
            List.of(
                    "kafka",
                    "logs",
                    "processes",
                    "lock",
                    "launcher",
                    "passwords.properties",
                    "ports.properties",
                    "sandbox-clock",
                    "verification.state");

    private final Path folder;
    private final FileChannel lockFile;

    private StackFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if it is missing, and locks it.
     *
     * @throws StackFailure if it is not writable, the disk is nearly full, or another launcher uses
     *     it
     */
    static StackFolder lock(Path folder) {
        try {
            OwnerOnly.restrict(OwnerOnly.folder(folder));
            StackFolder locked =
                    new StackFolder(folder, openLockFile(OwnerOnly.file(folder.resolve("lock"))));
            long freeMib = Files.getFileStore(folder).getUsableSpace() / MIB;
            if (freeMib < FREE_MIN_MIB) {
                locked.close();
                throw new StackFailure(
                        "The disk of %s is nearly full (%d MiB free, %d needed): free some disk space, or choose another folder with --data."
                                .formatted(folder, freeMib, FREE_MIN_MIB));
            }
            locked.takeFromOthers();
            return locked;
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot write to the data folder %s (%s): make it writable, or choose another one with --data."
                            .formatted(folder, e),
                    e);
        }
    }

    /**
     * Takes the files of the stack away from other users, also what an earlier version or another
     * umask has left open to them. Postgres and the local issuer do so themselves; other files in
     * the folder are left as they are.
     */
    private void takeFromOthers() throws IOException {
        for (String name : OPEN_TO_NOBODY) {
            OwnerOnly.tree(folder.resolve(name));
        }
    }

    private static FileChannel openLockFile(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            String owner =
                    ProcessRecord.read(owner(file))
                            .map(record -> " (pid " + record.pid() + ")")
                            .orElse("");
            throw new StackFailure(
                    "Another ./run%s uses %s: stop it first, or choose another folder with --data."
                            .formatted(owner, file.toAbsolutePath().getParent()));
        }
        ProcessRecord.of(ProcessHandle.current()).write(owner(file));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path owner(Path lockFile) {
        return lockFile.resolveSibling("launcher");
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    Path kafka() {
        return folder.resolve("kafka");
    }

    Path processes() {
        return folder.resolve("processes");
    }

    Path passwords() {
        return folder.resolve("passwords.properties");
    }

    /** The keys of the local issuer. */
    Path issuer() {
        return LocalIssuer.folderIn(folder);
    }

    Path ports() {
        return folder.resolve("ports.properties");
    }

    /** The clock of a sandbox; only the data of a sandbox has this file. */
    Path sandboxClock() {
        return folder.resolve("sandbox-clock");
    }

    /**
     * Makes new data that of a sandbox if it is asked for.
     *
     * @throws StackFailure if the data is that of a sandbox and should not be, or the reverse: the
     *     times of a sandbox are in the future of any other clock
     */
    void keepSandboxApart(boolean sandbox) {
        boolean isSandbox = Files.exists(sandboxClock());
        if (isSandbox && !sandbox) {
            throw new StackFailure(
                    "The data in %s is that of a sandbox, whose clock was set forward: start with --sandbox, delete the data with --fresh, or choose another folder with --data."
                            .formatted(folder));
        }
        if (sandbox && !isSandbox) {
            if (Files.exists(postgres())) {
                throw new StackFailure(
                        "The data in %s is not that of a sandbox: delete it with --fresh, or choose another folder with --data."
                                .formatted(folder));
            }
            try {
                OwnerOnly.file(sandboxClock());
            } catch (IOException e) {
                throw new StackFailure(
                        "Cannot write to the data folder %s (%s): make it writable, or choose another one with --data."
                                .formatted(folder, e),
                        e);
            }
        }
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    Path path() {
        return folder;
    }

    /** Deletes the files of the stack; other files in the folder are kept. */
    void deleteData() {
        try {
            for (String name : DATA) {
                FileTree.delete(folder.resolve(name));
            }
            Files.deleteIfExists(passwords());
            Files.deleteIfExists(ports());
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot delete the old data in %s (%s): delete it by hand."
                            .formatted(folder, e),
                    e);
        }
    }

    /** Unlocks the folder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
