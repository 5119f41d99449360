package io.stockledger.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record of a started process: its id and its start, because ids are reused. It is a file
 * beside the data, so that the processes of a killed parent can be stopped later.
 *
 * @param pid the operating system's process id
 * @param startedAtMs milliseconds since the epoch, or 0 if the system does not provide the start
 */
public record ProcessRecord(long pid, long startedAtMs) {

    /** The reported start of one process varies by up to a tick of the kernel clock. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private static final Pattern LINE = Pattern.compile("(\\d+) (\\d+)");

    public static ProcessRecord of(ProcessHandle process) {
        return new ProcessRecord(process.pid(), startOf(process));
    }

    /** Returns the record in this file, or nothing if the file is missing or not a record. */
    public static Optional<ProcessRecord> read(Path file) {
        try {
            Matcher line = LINE.matcher(Files.readString(file).strip());
            return line.matches()
                    ? Optional.of(
                            new ProcessRecord(
                                    Long.parseLong(line.group(1)), Long.parseLong(line.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void write(Path file) throws IOException {
        OwnerOnly.folderOf(file);
        Files.writeString(OwnerOnly.file(file), pid + " " + startedAtMs + "\n");
    }

    /** Returns the recorded process if it runs and is not another process with the same id. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::isTheSame)
                .filter(process -> !isZombie(process.pid()));
    }

    private boolean isTheSame(ProcessHandle process) {
        long start = startOf(process);
        return start == 0
                || startedAtMs == 0
                || Math.abs(start - startedAtMs) <= START_TOLERANCE.toMillis();
    }

    /** Whether the process has ended but keeps its id, like an unreaped orphan in a container. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }
}
