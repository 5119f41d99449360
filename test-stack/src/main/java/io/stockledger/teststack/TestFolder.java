package io.stockledger.teststack;

import io.stockledger.localstack.process.FileTree;
import io.stockledger.localstack.process.LeftoverProcesses;
import io.stockledger.localstack.process.ProcessRecord;
import io.stockledger.localstack.process.StackFailure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one test run, in the temporary folder of the system. The next run stops the
 * processes and deletes the folders of killed runs.
 */
public final class TestFolder {

    private static final String PREFIX = "stockledger-test-";
    private static final String OWNER_FILE = "test-run";

    private TestFolder() {}

    /** Creates the folder of this run. The caller deletes it. */
    public static Path create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            removeAbandoned(parent);
            Path folder = Files.createTempDirectory(parent, PREFIX);
            ProcessRecord.of(ProcessHandle.current()).write(folder.resolve(OWNER_FILE));
            return folder;
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot create a folder for the test stack in %s: %s. Set java.io.tmpdir to a writable folder."
                            .formatted(parent, e.getMessage()),
                    e);
        }
    }

    private static void removeAbandoned(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(parent)) {
            folders = all.filter(TestFolder::isAbandoned).toList();
        }
        for (Path folder : folders) {
            try {
                LeftoverProcesses.stopAll(folder);
                FileTree.delete(folder);
            } catch (NoSuchFileException _) {
                // Another test run removes the same folder.
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    /** Whether the owner of the folder has ended. A folder of another user is not readable. */
    private static boolean isAbandoned(Path folder) {
        Optional<ProcessRecord> owner =
                folder.getFileName().toString().startsWith(PREFIX)
                        ? ProcessRecord.read(folder.resolve(OWNER_FILE))
                        : Optional.empty();
        return owner.isPresent() && owner.get().running().isEmpty();
    }
}
