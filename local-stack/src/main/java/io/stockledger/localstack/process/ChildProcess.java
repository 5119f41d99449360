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
 * A running child process with its log file and its record. It is started in a session of its own,
 * so that Ctrl-C reaches the parent only, which then stops its children in order. Thread-safe.
 */
public final class ChildProcess {

    private static final int POLL_MS = 25;

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

    /** What to start. The environment is added to the parent's; the log is appended to. */
    public record Start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path logFile,
            Path recordsFolder) {}

    /**
     * Starts the process and records it.
     *
     * @throws StackFailure if it cannot be started or its log or record cannot be written
     */
    public static ChildProcess start(Start start) {
        try {
            Files.createDirectories(start.logFile().toAbsolutePath().getParent());
            List<String> command = new ArrayList<>(OwnSession.prefix());
            command.addAll(start.command());
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(start.logFile().toFile()));
            builder.environment().putAll(start.environment());
            long logBegin = Files.exists(start.logFile()) ? Files.size(start.logFile()) : 0;
            Process process = builder.start();
            Path recordFile = LeftoverProcesses.recordFile(start.recordsFolder(), start.name());
            ProcessRecord.of(process.toHandle()).write(recordFile);
            return new ChildProcess(start.name(), process, start.logFile(), logBegin, recordFile);
        } catch (IOException e) {
            throw new StackFailure(
                    "Cannot start %s: %s. Check that the data folder is writable and the disk not full."
                            .formatted(start.name(), e.getMessage()),
                    e);
        }
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

    /** In one line, why it ended, as far as what it wrote since its start tells. */
    public String lastWords() {
        return LastWords.in(logFile, logBegin);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the process has ended, for whatever reason. */
    public CompletableFuture<ChildProcess> ended() {
        return process.onExit().thenApply(ignored -> this);
    }

    /** The exit code of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /**
     * Waits until the condition holds.
     *
     * @return false when the process ended or the time was up before
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

    /** Asks the process to end by the signal, kills it when the time is up, and forgets it. */
    public void stop(Signal signal, Duration atMost) {
        if (process.isAlive()) {
            signal.sendTo(process.pid());
            if (!hasEndedWithin(atMost.toMillis())) {
                process.destroyForcibly();
                hasEndedWithin(atMost.toMillis());
            }
        }
        forget();
    }

    private boolean hasEndedWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(recordFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
