package io.stockledger.cli.verify;

import io.stockledger.cli.OperatorFailure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The file in which an interrupted verification keeps its place: the stage, its cursor and the
 * differences so far. A file of another system is not continued.
 */
final class VerificationState {

    private static final String DIFFERENCES = "differences.";

    private final Path file;
    private final String system;

    /**
     * @param system identifies the databases and the topic that are verified
     * @throws OperatorFailure if the file exists and is no regular file, which must be neither
     *     replaced nor deleted
     */
    VerificationState(Path file, String system) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new OperatorFailure(
                    "the state file %s is no regular file: choose another one with --state"
                            .formatted(file));
        }
        this.file = file;
        this.system = system;
    }

    /**
     * A place at which a verification can be continued.
     *
     * @param differences the number of differences found before, by check
     */
    record Place(String stage, @Nullable String cursor, Map<String, Long> differences) {}

    /**
     * The place of the interrupted verification of this system, or null if no verification was
     * interrupted.
     */
    @Nullable Place read() {
        if (!Files.exists(file)) {
            return null;
        }
        var stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        } catch (IOException e) {
            throw failure("read", e);
        }
        String stage = stored.getProperty("stage");
        if (stage == null || !system.equals(stored.getProperty("system"))) {
            return null;
        }
        var differences = new TreeMap<String, Long>();
        for (String key : stored.stringPropertyNames()) {
            if (key.startsWith(DIFFERENCES)) {
                differences.put(
                        key.substring(DIFFERENCES.length()),
                        Long.parseLong(stored.getProperty(key)));
            }
        }
        return new Place(stage, stored.getProperty("cursor"), differences);
    }

    void write(String stage, @Nullable String cursor, Map<String, Long> differences) {
        var stored = new Properties();
        stored.setProperty("system", system);
        stored.setProperty("stage", stage);
        if (cursor != null) {
            stored.setProperty("cursor", cursor);
        }
        differences.forEach(
                (check, count) -> stored.setProperty(DIFFERENCES + check, Long.toString(count)));
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                stored.store(writer, null);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("write", e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure("delete", e);
        }
    }

    private OperatorFailure failure(String attempt, IOException e) {
        return new OperatorFailure(
                "cannot %s the state file %s (%s): choose another one with --state"
                        .formatted(attempt, file, e),
                e);
    }
}
