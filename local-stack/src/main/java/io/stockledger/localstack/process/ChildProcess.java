package io.stockledger.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A running child process with its log file and its record. It runs in its own session, so that
 * Ctrl-C reaches the parent only, which then stops its children in order. Thread-safe.
 */
public final class ChildProcess {

    private static final int POLL_MS = 25;

    /** Runs a command, in the same process, whose files only its user can read. */
    private static final List<String> OWN_FILES =
            List.of("/bin/sh", "-c", "umask 077 && exec \"$0\" \"$@\"");

    private final String name;
    private final Process process;
    private final Path logFile;
    private final long logBegin;
    private final Path recordFile;

    private ChildProcess(
            String name, Process process, Path logFile, long logBegin, Path recordFile) {
        this.name = name;
        this.process = process;
        this.logFile = logFile;
        this.logBegin = logBegin;
        this.recordFile = recordFile;
    }

    /**
     * The process to start.
     *
     * @param environment variables in addition to those of the parent
     * @param logFile the file to which the output is appended
     * @param recordsFolder the folder of the record, see {@link LeftoverProcesses}
     */
    public record Start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path logFile,
            Path recordsFolder) {}

    /**
     * Starts the process and records it.
     *
     * @throws StackFailure if the process cannot be started, or its log or record cannot be written
     */
    public static ChildProcess start(Start start) {
        try {
            OwnerOnly.file(inOwnFolder(start.logFile()));
            List<String> command = new ArrayList<>(OwnSession.prefix());
            command.addAll(OWN_FILES);
            command.addAll(start.command());
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(start.logFile().toFile()));
            builder.environment().putAll(start.environment());
            long logBegin = Files.size(start.logFile());
            Process process = builder.start();
            Path recordFile = LeftoverProcesses.recordFile(start.recordsFolder(), start.name());
            ProcessRecord.of(process.toHandle()).write(recordFile);
            return new ChildProcess(start.name(), process, start.logFile(), logBegin, recordFile);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot start %s: %s. Check that the data folder is writable and that the disk is not full."
                            .formatted(start.name(), e.getMessage()),
                    e);
        }
    }

    private static Path inOwnFolder(Path file) throws IOException {
        OwnerOnly.folderOf(file);
        return file;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public Path logFile() {
        return logFile;
    }

    /** Returns one line with the reason of its end, from its output since its start. */
    public String failureReason() {
        return FailureReason.in(logFile, logBegin);
    }

    /** Returns the processor time that the process has used; 0 if the system does not tell. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns a future that completes when the process has ended for any reason. */
    public CompletableFuture<ChildProcess> ended() {
        return process.onExit().thenApply(_ -> this);
    }

    /** Returns the exit code of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Returns how and why a process has ended, as a phrase: its signal, or its exit code. */
    public String end() {
        return ProcessEnd.phrase(process.exitValue(), failureReason());
    }

    /**
     * Waits until the condition holds.
     *
     * @return false if the process ended or the time passed before the condition held
     */
    public boolean awaitWhileAlive(BooleanSupplier condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || hasEndedWithin(POLL_MS)) {
                return false;
            }
        }
        return true;
    }

    /** Sends the signal, kills the process if the time is up, and deletes its record. */
    public void stop(Signal signal, Duration atMost) {
        if (process.isAlive()) {
            signal.sendTo(process.pid());
            if (!hasEndedWithin(atMost.toMillis())) {
                process.destroyForcibly();
                hasEndedWithin(atMost.toMillis());
            }
        }
        deleteRecord();
    }

    private boolean hasEndedWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void deleteRecord() {
        try {
            Files.deleteIfExists(recordFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
