package io.stockledger.localstack.process;

import static java.util.Comparator.comparingInt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Stops the children of a killed parent, which are found by their records. */
public final class LeftoverProcesses {

    private static final String SUFFIX = ".process";
    private static final int POLL_MS = 50;
    private static final Duration STOP_MAX = Duration.ofSeconds(15);

    private LeftoverProcesses() {}

    static Path recordFile(Path recordsFolder, String name) {
        return recordsFolder.resolve(name + SUFFIX);
    }

    /**
     * Stops every recorded process that still runs, and deletes the records.
     *
     * @return the names of the stopped processes
     */
    public static List<String> stopAll(Path recordsFolder) {
        List<String> stopped = new ArrayList<>();
        for (Path file : recordFiles(recordsFolder)) {
            String name = file.getFileName().toString().replace(SUFFIX, "");
            Optional<ProcessRecord> leftover =
                    ProcessRecord.read(file).filter(record -> record.running().isPresent());
            if (leftover.isPresent()) {
                stop(name, leftover.get());
                stopped.add(name);
            }
            delete(file);
        }
        return stopped;
    }

    private static void stop(String name, ProcessRecord record) {
        // After a SIGTERM Postgres waits until every client has disconnected.
        Signal orderly = name.startsWith("postgres") ? Signal.INT : Signal.TERM;
        orderly.sendTo(record.pid());
        if (!hasEnded(record)) {
            Signal.KILL.sendTo(record.pid());
            if (!hasEnded(record)) {
                throw new StackFailure(
                        "Cannot stop the process %s (pid %d) of an earlier run: end it by hand, then start again."
                                .formatted(name, record.pid()));
            }
        }
    }

    private static boolean hasEnded(ProcessRecord record) {
        long deadline = System.nanoTime() + STOP_MAX.toNanos();
        Optional<ProcessHandle> process = record.running();
        while (process.isPresent() && System.nanoTime() - deadline < 0) {
            awaitExit(process.get());
            process = record.running();
        }
        return process.isEmpty();
    }

    private static void awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The caller checks the process and its deadline again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Services stop before the broker, and the broker before the database. */
    private static int stopRank(Path recordFile) {
        String name = recordFile.getFileName().toString();
        return name.startsWith("postgres") ? 2 : name.startsWith("kafka") ? 1 : 0;
    }

    private static List<Path> recordFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(comparingInt(LeftoverProcesses::stopRank))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
