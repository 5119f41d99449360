package io.stockledger.localstack.launcher;

import io.stockledger.localstack.process.FileTree;
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

/** The data folder of one stack, of which one launcher at a time may make use. */
final class StackFolder implements AutoCloseable {

    static final long FREE_MIN_MIB = 500;

    private static final long MIB = 1 << 20;
    private static final List<String> DATA =
            List.of("postgres", "postgres.unfinished", "kafka", "logs");

    private final Path folder;
    private final FileChannel lockFile;

    private StackFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder where it is missing, and takes it.
     *
     * @throws StackFailure if it cannot be written, is nearly full, or another launcher has it
     */
    static StackFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            StackFolder taken = new StackFolder(folder, lock(folder.resolve("lock")));
            long freeMib = Files.getFileStore(folder).getUsableSpace() / MIB;
            if (freeMib < FREE_MIN_MIB) {
                taken.close();
                throw new StackFailure(
                        "The disk of %s is nearly full (%d MiB free, %d needed): free some space, or choose another folder with --data."
                                .formatted(folder, freeMib, FREE_MIN_MIB));
            }
            return taken;
        } catch (IOException e) {
            throw new StackFailure(
                    "The data folder %s cannot be written (%s): make it writable, or choose another with --data."
                            .formatted(folder, e),
                    e);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
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

    Path ports() {
        return folder.resolve("ports.properties");
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    Path path() {
        return folder;
    }

    /** Deletes what a stack keeps here, and nothing else that may be in the folder. */
    void deleteData() {
        try {
            for (String name : DATA) {
                FileTree.delete(folder.resolve(name));
            }
            Files.deleteIfExists(passwords());
            Files.deleteIfExists(ports());
        } catch (IOException e) {
            throw new StackFailure(
                    "The old data in %s cannot be deleted (%s): delete it by hand."
                            .formatted(folder, e),
                    e);
        }
    }

    /** Lets the next launcher take the folder. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
